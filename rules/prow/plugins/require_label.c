#include "rules/prow/plugins/require_label.h"

#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

static bool is_true(struct arena *a, const struct setting *entry, const char *field)
{
    return node_true(setting_get(a, entry, field).value);
}

void required_labels(struct check *c, const struct prow_tree *t)
{
    const struct required_label_rule *rule = check_with(c);
    struct setting list = plugin_find(t, "require_matching_label");
    struct arena *a = t->scratch;

    for (struct setting e = { 0 }; setting_next(a, &list, &e);) {
        struct required_label r = {
            .entry = e,
            .org = setting_get(a, &e, "org"),
            .repo = setting_get(a, &e, "repo"),
            .branch = setting_get(a, &e, "branch"),
            .regexp = setting_get(a, &e, "regexp"),
            .missing_label = setting_get(a, &e, "missing_label"),
            .grace_period = setting_get(a, &e, "grace_period"),
            .prs = is_true(a, &e, "prs"),
            .issues = is_true(a, &e, "issues"),
        };
        rule->tell(c, t, &r);
    }
}

void required_label_says(struct check *c, const struct required_label *r, const char *words)
{
    prow_says(c, "error validating require_matching_label config #%zu: %s", r->entry.index, words);
}

void required_label_lacks(struct check *c, const struct required_label *r, const char *words, const char *message)
{
    setting_report(c, &r->entry, setting_place(&r->entry), "%s", message);
    required_label_says(c, r, words);
}

void required_label_needs(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    const struct required_label_rule *rule = check_with(c);
    struct setting s = setting_get(t->scratch, &r->entry, rule->field);

    if (setting_is_blank(&s))
        required_label_lacks(c, r, arena_printf(check_arena(c), "must specify '%s'", rule->field).p, rule->message);
}

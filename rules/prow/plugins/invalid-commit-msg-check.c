#include "base/nearest.h"
#include "base/quote.h"
#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"
#include "syntax/scalar/goquote.h"

static const struct str names[] = { STR_INIT("fixupPrefix"), STR_INIT("issueClosingKeywords") };
enum { NAMES = COUNT_OF(names) };

static bool is_known(struct str name)
{
    for (size_t i = 0; i < NAMES; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

static struct str hint(struct arena *a, struct str name)
{
    size_t least = SIZE_MAX, best = NAMES;

    for (size_t i = 0; i < NAMES; i++)
        if (nearest_better(name, names[i], &least))
            best = i;
    return best < NAMES ? ARENA_JOIN(a, STR("; did you mean "), names[best], STR("?")) : STR("");
}

static void check_name(struct check *c, const struct prow_tree *t, const struct setting *entry,
                       const struct setting *one)
{
    struct setting name = setting_get(t->scratch, one, "name");
    struct arena *a = check_arena(c);
    struct str text = setting_text(&name);

    if (is_known(text) || go_trim_space(text).len == 0)
        return;
    setting_report(c, &name, setting_place(&name),
                   "Prow knows the checks fixupPrefix and issueClosingKeywords, not "
                   "\"%.*s\"%.*s",
                   STR_ARG(text), STR_ARG(hint(a, text)));
    prow_says(c,
              "error validating invalid_commit_msg config #%zu check #%zu: unknown check name %.*s (valid: "
              "[fixupPrefix issueClosingKeywords])",
              entry->index, one->index, STR_ARG(arena_quote(a, text)));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting entries = plugin_find(t, "invalid_commit_msg"), list;

    for (struct setting e = { 0 }; setting_next(t->scratch, &entries, &e);) {
        list = setting_get(t->scratch, &e, "checks");
        for (struct setting one = { 0 }; setting_next(t->scratch, &list, &one);)
            check_name(c, t, &e, &one);
    }
}

const struct rule rule_invalid_commit_msg_check = {
    .id = "invalid-commit-msg-check",
    .formerly = "plug-icm-unknown",
    .summary = "Every check under invalid_commit_msg is one that Prow knows.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_INVALID_COMMIT_MSG],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"
#include "syntax/scalar/goquote.h"

static void check_name(struct check *c, const struct prow_tree *t, const struct setting *entry,
                       const struct setting *one)
{
    struct setting name = setting_get(t->scratch, one, "name");

    if (go_trim_space(setting_text(&name)).len || (name.value && node_kind(name.value) != NODE_STRING))
        return;
    setting_report(c, &name, name.at ? setting_place(&name) : setting_place(one),
                   "this check has no name; there are "
                   "fixupPrefix and issueClosingKeywords");
    prow_says(c, "error validating invalid_commit_msg config #%zu check #%zu: check name cannot be empty", entry->index,
              one->index);
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

const struct rule rule_invalid_commit_msg_name = {
    .id = "invalid-commit-msg-name",
    .formerly = "plug-icm-name",
    .summary = "Every check under invalid_commit_msg has a name.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_INVALID_COMMIT_MSG],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

#include "base/quote.h"
#include "prow/tide/merge_method.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct merge_method *m)
{
    struct str branch = setting_key(&m->setting), quoted = arena_quote(t->scratch, branch);

    setting_check_regex(c, t, &m->setting, m->setting.at,
                        ARENA_JOIN(t->scratch, merge_method_says(c), STR("regex "), quoted, STR(" is not valid")),
                        false);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    merge_methods_each(c, t, MERGE_BRANCH, look);
}

const struct rule rule_tide_merge_branch_re = {
    .id = "tide-merge-branch-re",
    .summary = "The branches below a repository in tide.merge_method are regular expressions.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_MERGE_METHOD_BRANCHES],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

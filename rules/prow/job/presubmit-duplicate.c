#include "rules/prow/job/duplicates.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    duplicates_by_name(c, t, PRESUBMIT);
}

const struct rule rule_presubmit_duplicate = {
    .id = "presubmit-duplicate",
    .summary = "No two presubmits of a repo have the same name and a branch in common.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};

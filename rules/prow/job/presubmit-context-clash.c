#include "rules/prow/job/duplicates.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    duplicates_by_context(c, t, PRESUBMIT);
}

const struct rule rule_presubmit_context_clash = {
    .id = "presubmit-context-clash",
    .summary = "No two presubmits of a repo report to the same context for the same branch.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};

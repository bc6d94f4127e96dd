#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report_of(c, t, JOBTREE_CONFIG, JOBTREE_ROOT_MISSING,
                      "there is nothing to read here, so Prow refuses to load");
    notices_report_of(c, t, JOBTREE_CONFIG, JOBTREE_UNREADABLE_ENTRY,
                      "this can't be looked into, so Prow refuses to load");
}

const struct rule rule_supplemental_walk = {
    .id = "supplemental-walk",
    .formerly = "supp-walk",
    .summary = "Every folder of supplemental configuration, and all below it, can be looked at.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .reads = READS_FOLDERS,
    .tree = check_tree,
};

#include "rules/prow/config/status_link.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (t->paths.plugins.len == 0)
        status_link_check(c, t, false);
}

const struct rule rule_status_error_link = {
    .id = "status-error-link",
    .summary = "status_error_link is a URL, also where there is no plugin configuration.",
    .severity = SEVERITY_WARNING,
    .beyond = "validate-urls",
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

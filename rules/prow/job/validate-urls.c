#include "rules/prow/config/status_link.h"

/* checkconfig looks at this setting of the main file only when it was given a plugin configuration. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (t->paths.plugins.len)
        status_link_check(c, t, true);
}

const struct rule rule_validate_urls = {
    .id = "validate-urls",
    .summary = "status_error_link is a URL.",
    .severity = SEVERITY_WARNING,
    .warning = "validate-urls",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_VALIDATE_URLS],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

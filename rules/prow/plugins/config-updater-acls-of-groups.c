#include "rules/prow/plugins/config_updater_acls.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct updated_file f = { 0 };

    while (updated_file_next(t, &f))
        if (setting_count(&f.cluster_groups))
            updated_file_check_acls(c, t, &f, false);
}

const struct rule rule_config_updater_acls_of_groups = {
    .id = "config-updater-acls-of-groups",
    .summary = "allowed_repos and denied_repos hold organizations, or org/repo, also beside cluster_groups.",
    .severity = SEVERITY_WARNING,
    .beyond = "validate-config-updater-acls",
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

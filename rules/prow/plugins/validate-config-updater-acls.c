#include "rules/prow/plugins/config_updater_acls.h"
#include "schema/behaviour.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct updated_file f = { 0 };

    while (behaviour_may_hold(check_window(c), BEHAVIOUR_CHECK_CONFIG_UPDATER_ACLS) && updated_file_next(t, &f))
        if (setting_count(&f.cluster_groups) == 0)
            updated_file_check_acls(c, t, &f, true);
}

const struct rule rule_validate_config_updater_acls = {
    .id = "validate-config-updater-acls",
    .summary = "allowed_repos and denied_repos of config_updater hold organizations, or org/repo.",
    .severity = SEVERITY_WARNING,
    .warning = "validate-config-updater-acls",
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

/* config_updater_acls: which repositories may write a config map (validateConfigUpdaterACLs, fact sheet 5.2). */
#ifndef RULES_PROW_PLUGINS_CONFIG_UPDATER_ACLS_H
#define RULES_PROW_PLUGINS_CONFIG_UPDATER_ACLS_H

#include "rule/rule.h"
#include "rules/prow/plugins/config_updater.h"

/* Reports the elements of allowed_repos and denied_repos that have not the form of an organization or of org/repo.
 * says: with checkconfig's words. */
void updated_file_check_acls(struct check *c, const struct prow_tree *t, const struct updated_file *f, bool says);

#endif

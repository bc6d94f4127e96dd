/* hierarchy: where supplemental files lie. One for an organization lies in a folder of its name, one for a repository
 * in a folder of its name below that; right below the root anything may lie
 * (validateAdditionalConfigIsInOrgRepoDirectoryStructure, fact sheet 5.2). */
#ifndef RULES_PROW_CONFIG_HIERARCHY_H
#define RULES_PROW_CONFIG_HIERARCHY_H

#include "prow/files/setting.h"

/* Reports each file that lies where it should not. seen: those that checkconfig looks at, with its words; otherwise
 * those that it does not look at. */
void hierarchy_check(struct check *c, const struct prow_tree *t, bool seen);

/* Reports each folder that checkconfig can't look into: it takes paths from the working directory down only, written
 * plainly, and refuses absolute ones, "..", and a slash at the end. */
void hierarchy_check_roots(struct check *c, const struct prow_tree *t);

#endif

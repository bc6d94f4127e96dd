/* plugin_repos: lists of plugin settings whose entries each name the repositories they are for. */
#ifndef RULES_PROW_PLUGINS_PLUGIN_REPOS_H
#define RULES_PROW_PLUGINS_PLUGIN_REPOS_H

#include "prow/plugins/plugins.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

/* Reports organizations and repositories that more than one entry of the rule's list names, or one twice; .with is the
 * name of that top-level list. Mirrors validateRepoDupes, which says "welcome" for all lists (fact sheet 4.12 rows
 * 30, 31, 35). */
void plugin_repos_unique(struct check *c, const struct prow_tree *t);

#endif

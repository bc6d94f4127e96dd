/* owners_plugins: the plugins that read OWNERS files, and where one of them is on: checkconfig's guess at which
 * repositories have such files (orgReposUsingOwnersFile; fact sheet 5.2, validate-owners and
 * verify-owners-presence). */
#ifndef RULES_PROW_PLUGINS_OWNERS_PLUGINS_H
#define RULES_PROW_PLUGINS_OWNERS_PLUGINS_H

#include "prow/tide/org_repo_set.h"

/* "approve, blunderbuss, rifle, owners-label", as checkconfig prints them. rifle since it exists. */
struct str owners_plugins_words(struct arena *a, const struct window *w);
/* Where one of them is on; memory: a. */
struct org_repo_set owners_plugins_set(struct arena *a, const struct plugin_lists *lists, const struct window *w);
/* The entry and element that turn one of them on for "org" or "org/repo"; NULL when none does. */
const struct plugin_list *owners_plugins_enabling(const struct plugin_lists *lists, struct str name,
                                                  struct plugin_element *e, const struct window *w);

#endif

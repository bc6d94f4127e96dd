/* label_plugins: labels that a plugin sets and tide's queries ask for or shut out: one is of no use without the other
 * (validateTideRequirements in cmd/checkconfig; fact sheet 5.2, mismatched-tide). */
#ifndef RULES_PROW_TIDE_LABEL_PLUGINS_H
#define RULES_PROW_TIDE_LABEL_PLUGINS_H

#include "prow/files/tree.h"

/* Reports each organization and repo where a query honours such a label and its plugin is off, or the plugin is on and
 * no query that covers it honours the label. required_only: leaves out the labels that must not be there. Without
 * plugin configuration there is nothing to compare. */
void label_plugins_check(struct check *c, const struct prow_tree *t, bool required_only);

#endif

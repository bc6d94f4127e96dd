/* label_plugins: labels that a plugin sets and tide's queries ask for or shut out: one is of no use without the other
 * (validateTideRequirements in cmd/checkconfig; fact sheet 5.2, mismatched-tide). */
#ifndef RULES_PROW_TIDE_LABEL_PLUGINS_H
#define RULES_PROW_TIDE_LABEL_PLUGINS_H

#include "prow/files/tree.h"

/* Reports each line with a label that a query honours for organizations and repos where its plugin is off, and each
 * line that switches the plugin on where no query that covers them honours the label; whom it concerns stands with it. required_only: leaves out the labels that must not be there. Without
 * plugin configuration there is nothing to compare. */
void label_plugins_check(struct check *c, const struct prow_tree *t, bool required_only);

#endif

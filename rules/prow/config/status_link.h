/* status_link: the link that Prow puts beside the status of a job that could not run (validateURLs, fact sheet 5.2). */
#ifndef RULES_PROW_CONFIG_STATUS_LINK_H
#define RULES_PROW_CONFIG_STATUS_LINK_H

#include "rules/prow/setting_check.h"

/* Reports a status_error_link of the main file that url.Parse refuses; says: with checkconfig's words. */
void status_link_check(struct check *c, const struct prow_tree *t, bool says);

#endif

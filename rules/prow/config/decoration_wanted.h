/* decorated: whether anything asks for a default for decoration. */
#ifndef RULES_PROW_CONFIG_DECORATION_WANTED_H
#define RULES_PROW_CONFIG_DECORATION_WANTED_H

#include "prow/files/tree.h"

/* The first decorated job of the tree, or NULL. */
const struct job_summary *first_decorated_job(const struct prow_tree *t);

#endif

/* decorated: whether anything asks for a default for decoration. */
#ifndef PROW_DECORATED_H
#define PROW_DECORATED_H

#include "prow/tree.h"

/* The first decorated job of the tree, or NULL. */
const struct job_summary *first_decorated_job(const struct prow_tree *t);

#endif

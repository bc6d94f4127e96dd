/* duplicates: jobs of one repo that are in each other's way (fact sheet 4.10, 4.11). */
#ifndef RULES_PROW_JOB_DUPLICATES_H
#define RULES_PROW_JOB_DUPLICATES_H

#include "prow/files/tree.h"

/* The kind of jobs that a rule looks at is its .with, an enum job_kind. Reports every one that has the name of an earlier one of its repo and may run on one of its
 * branches. Prow prints one message a repo with all names. */
void duplicates_by_name(struct check *c, const struct prow_tree *t);

/* Reports every pair of differently named jobs of a repo that may run on one branch and report to one GitHub context:
 * each job once, against the nearest earlier one. */
void duplicates_by_context(struct check *c, const struct prow_tree *t);

#endif

/* cluster_facts: jobs and the list of build clusters (validateCluster, fact sheet 5.2). */
#ifndef RULES_PROW_JOB_CLUSTER_FACTS_H
#define RULES_PROW_JOB_CLUSTER_FACTS_H

#include "prow/files/facts.h"
#include "prow/jobs/job.h"

/* Reports a job whose cluster is not on the list; true when it did. Without a list it reports nothing. */
bool cluster_unknown_report(struct check *c, const struct job *j);

/* Reports, at plank.build_cluster_status_file, why that file can't be used, with checkconfig's words for it. */
void cluster_file_report(struct check *c, const struct prow_tree *t);

#endif

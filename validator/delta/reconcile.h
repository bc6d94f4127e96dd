/* reconcile: what status-reconciler makes of the presubmits of one repo (pkg/statusreconciler, fact sheet 7.2), with
 * its quirks: pairs by name alone, the first old job of a name stands for all, a job may be added twice, retiring looks
 * neither at optional nor at skip_report (since 2021-04). */
#ifndef DELTA_RECONCILE_H
#define DELTA_RECONCILE_H

#include "delta/delta.h"
#include "delta/names.h"

/* Fills added, retired (its fates are left plain) and migrated of r; arrays in the arena. Only for a repo that the old
 * configuration has: status-reconciler does not look at new ones. optional: jobs that are not required retire too; else
 * they are spared. */
void reconcile_repo(struct delta_repo_change *r, struct arena *a, const struct job_names *old,
                    const struct job_names *now, bool optional);

#endif

/* reconciler: what a status-reconciler of one version does about a change (pkg/statusreconciler, fact sheet 7.3; recorded
 * answers: suites/reconciler). First it starts what was added, then it retires, then it migrates; the first failing part ends
 * it, unless it is told to go on. Prow goes over repos in no order; this goes over them as BEFORE lists them. */
#ifndef DELTA_RECONCILER_H
#define DELTA_RECONCILER_H

#include "delta/delta.h"
#include "schema/version.h"

struct reconciler_pull {
    struct str repo; /* org/repo */
    int64_t number;
    struct str branch;
    const struct str *files; /* that it changes */
    size_t file_count;
    bool draft, unmergeable, untrusted; /* untrusted: its author, without ok-to-test */
};

struct reconciler_options {
    struct reconciler_names denylist, denylist_all; /* orgs and org/repos */
    bool continue_on_error;
    bool saved_state; /* BEFORE was read from --status-path: its patterns are not compiled */
    /* What fails around it: listing pull requests of a repo, retiring or migrating a context, starting jobs on
     * "org/repo#1". */
    struct reconciler_names fail_list, fail_retire, fail_migrate, fail_run;
};

struct reconciler_act {
    struct str repo;
    const struct delta_job *from;     /* retired or migrated; NULL for what starts */
    const struct delta_job *to;       /* migrated: to this one; else NULL */
    const struct delta_job **started; /* for what starts: on pulls[0] */
    size_t started_count;
    const struct reconciler_pull **pulls; /* whose branch the old job runs on */
    size_t pull_count;
};

struct reconciler_acts {
    struct reconciler_act *items;
    size_t count, cap;
};

struct reconciler_answer {
    struct delta_repo_change *repos; /* what it finds, for every repo of BEFORE: added and retired */
    size_t repo_count;
    struct reconciler_acts triggered, retired, migrated;
    struct str *errors;
    size_t error_count, error_cap;
    bool panics; /* it dies of a pattern that is not compiled, and again after every start */
};

/* Everything lives in the arena; the sides live longer. */
void reconciler_run(struct reconciler_answer *out, struct arena *a, const struct delta_side *before,
                    const struct delta_side *after, const struct window *w, const struct reconciler_options *o,
                    const struct reconciler_pull *pulls, size_t pull_count);

#endif

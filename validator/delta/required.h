/* required: the statuses that branch protection and tide are told to wait for by name, so that a comparison sees when
 * nobody reports one any more. Those that presubmits ask for by themselves come and go with the presubmits. */
#ifndef DELTA_REQUIRED_H
#define DELTA_REQUIRED_H

#include "delta/delta.h"

/* Fills s->merging, and s->required with required_status_checks.contexts of every level of branch-protection and the required-contexts
 * of tide.context_options. w: the deployed versions. Copied into the arena of s, before the tree is freed. */
void delta_side_require(struct delta_side *s, const struct prow_tree *t, const struct window *w);

/* Whether the job reports this status where it is wanted: the repo is one of those it is wanted in, and the branch,
 * where one is named, is one that the job runs on. a and patterns are scratch memory. */
bool delta_required_of(const struct delta_required *r, const struct delta_job *j, struct arena *a,
                       struct patterns *patterns);

/* Whether it is wanted in this repo, on some branch. */
bool delta_required_concerns(const struct delta_required *r, struct str repo);

/* How a status comes to a pull request, least sure first. */
enum delta_start {
    NOBODY_REPORTS,
    STARTS_BY_HAND,   /* a comment has to ask for it */
    STARTS_SOMETIMES, /* where the changed files want it */
    STARTS_ALWAYS,
};

/* The surest way in which jobs of the list report this status on a branch; *by is the job. An empty branch is one that nobody
 * writes down. a and patterns are scratch memory. */
enum delta_start delta_required_start(const struct delta_required *r, const struct delta_repo *repo, struct str branch,
                                      struct arena *a, struct patterns *patterns, const struct delta_job **by);
/* Whether what asks for it does so on this branch of this repo at all: the branch is protected, or a query takes it. True
 * where that is not known. */
bool delta_required_holds(const struct delta_required *r, const struct delta_side *s, struct str repo,
                          struct str branch, struct arena *a, struct patterns *patterns);

/* Fills d->lost and d->gained. Arrays in d's arena. */
void delta_demands_find(struct delta *d);

/* Whether a status that is named for other is named for r as well: same status, asked for by the same, in the same
 * place or in one that takes it in. */
bool delta_required_covers(const struct delta_required *other, const struct delta_required *r);

/* Where it is wanted, for people: "org/repo on branch main", "every repo of org", "every repo". In the arena. */
struct str delta_required_where(const struct delta_required *r, struct arena *a);

/* A presubmit of the side, a repo's own ones among them, that reports this status where it is wanted; one that runs and
 * counts by itself comes first. NULL without any. a and patterns are scratch memory. */
const struct delta_job *delta_required_reporter(const struct delta_required *r, const struct delta_side *s,
                                                struct arena *a, struct patterns *patterns);

#endif

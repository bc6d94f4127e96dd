/* tide_conflict: what contradicts itself in the statuses that tide works with (TideContextPolicy.Validate, fact sheet
 * 5.2, tide-context-policy). */
#ifndef PROW_TIDE_TIDE_CONFLICT_H
#define PROW_TIDE_TIDE_CONFLICT_H

#include "prow/branches/required_contexts.h"

struct tide_conflict {
    struct str words;                   /* Prow's: "contexts a, b are defined as required and optional" */
    struct str what;                    /* ours, of one context */
    const struct status_context *one;   /* what is in the way of the other; NULL where a pattern is */
    const struct status_context *other; /* NULL for a pattern that does not compile */
    struct setting pattern;             /* of optional-regex-contexts; without a value where two contexts clash */
    struct regex_error error;           /* why the pattern does not compile */
};

/* The first contradiction in Prow's order; false when there is none. In the arena. */
bool tide_conflict_find(struct tide_conflict *x, struct arena *a, const struct prow_tree *t,
                        const struct tide_contexts *contexts);

/* Where checkconfig of the deployed versions finds names of branches, ever more of them, as named_branches has it: 0 for
 * none. */
unsigned tide_checked_sources(const struct window *w);

/* A branch with a contradiction. */
struct tide_conflict_at {
    struct str org, repo, branch;
};

/* Reports it at the first of the two contexts, with the other beside it, or at the pattern. */
void tide_conflict_report(struct check *c, const struct tide_conflict *x, const struct tide_conflict_at *at);
/* Adds what checkconfig says of it. */
void tide_conflict_says(struct check *c, const struct tide_conflict *x, const struct tide_conflict_at *at);

#endif

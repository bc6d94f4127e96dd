/* branches: on which branches a job runs, as Prow's Brancher decides it (fact sheet 4.9). */
#ifndef PROW_BRANCHES_BRANCHES_H
#define PROW_BRANCHES_BRANCHES_H

#include "prow/jobs/patterns.h"
#include "syntax/tape.h"

struct branches {
    struct str *only; /* branches: one regex when joined by "|" */
    size_t only_count;
    struct str *skip; /* skip_branches: likewise */
    size_t skip_count;
    struct str only_joined, skip_joined; /* branches_joined of them, or empty: so that asking makes no copy */
};

/* From the two lists of a job; the array lives in the arena, the texts where the nodes' texts live. */
struct branches branches_read(struct arena *a, const struct node *only, const struct node *skip);
/* A copy that needs nothing but the arena. */
struct branches branches_copy(struct arena *a, const struct branches *b);
/* The list as the one regex that Prow compiles, entries joined by "|". */
struct str branches_joined(struct arena *a, const struct str *list, size_t count);

/* Brancher.ShouldRun. a is scratch. */
bool branches_include(struct arena *a, const struct branches *b, struct patterns *patterns, struct str branch);

/* Brancher.Intersects: whether two jobs count as running on a common branch. Lists of branches are compared as
 * plain strings, as Prow does. skip_as_text is the comparison until 2019-05-02, which did not run the
 * skip_branches regexes but compared their texts too. */
bool branches_intersect(struct arena *scratch, const struct branches *a, const struct branches *b,
                        struct patterns *patterns, bool skip_as_text);

#endif

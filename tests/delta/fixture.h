/* Two configurations written down in a test, and what the change from one to the other does. */
#ifndef TESTS_DELTA_FIXTURE_H
#define TESTS_DELTA_FIXTURE_H

#include "delta/delta.h"

struct pair {
    struct delta_side before, after;
    struct delta delta;
};

/* Job files as text; the main file of both sides is config. inrepo is the .prow.yaml of o/r in AFTER, or NULL. */
void pair_init_with(struct pair *p, const char *config_before, const char *config_after, const char *before,
                    const char *after, const char *inrepo);
void pair_init(struct pair *p, const char *before, const char *after);
void pair_free(struct pair *p);

/* What happens to a repo; NULL when nothing does. */
const struct delta_repo_change *pair_repo(const struct pair *p, const char *repo);

#endif

/* merge_method: how tide merges, by org, repository and branch (parseTideMergeType, fact sheet 4.4). */
#ifndef PROW_TIDE_MERGE_METHOD_H
#define PROW_TIDE_MERGE_METHOD_H

#include "prow/files/setting.h"

enum merge_level { MERGE_ORG, MERGE_REPO, MERGE_BRANCH };

/* One value of tide.merge_method: a text or null. */
struct merge_method {
    struct setting setting;
    enum merge_level level;
    struct str name; /* as Prow prints it: org, org/repo, org/repo@branch */
};

/* Calls look for every value of this level in the main file and in supplemental ones. */
void merge_methods_each(struct check *c, const struct prow_tree *t, enum merge_level level,
                        void (*look)(struct check *c, const struct prow_tree *t, const struct merge_method *m));

/* merge, rebase or squash. */
bool merge_method_valid(struct str method);

/* Reports the value as none of these. */
void merge_method_report(struct check *c, const struct merge_method *m);

/* What Prow prints before its words about merge methods: until 2023-03-08 nothing. */
struct str merge_method_says(struct check *c);

/* OrgRepoBranchMergeMethod: how pull requests against this branch are merged, or, where branch is empty, those of the
 * repo. In the arena. */
struct str merge_method_of(struct arena *a, const struct prow_tree *t, const struct window *w, struct str org,
                           struct str repo, struct str branch);
/* How many pull requests tide tests together at most there: 0 is no limit, below it none. */
int64_t batch_size_limit_of(struct arena *a, const struct prow_tree *t, struct str org, struct str repo);

#endif

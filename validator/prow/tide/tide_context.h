/* tide_context: which statuses tide waits for on one branch: tide.context_options merged by organization, repository
 * and branch, what it takes from branch-protection, and the presubmits (config.GetTideContextPolicy; fact sheet 5.2,
 * tide-context-policy). */
#ifndef PROW_TIDE_TIDE_CONTEXT_H
#define PROW_TIDE_TIDE_CONTEXT_H

#include "prow/protection/branch_protection.h"

struct tide_context_options {
    struct setting from_branch_protection; /* without a value: false */
    struct setting skip_unknown, overwrite_pending;
    struct context_set required, if_present, optional;
    struct setting *regexes; /* optional-regex-contexts in Prow's order */
    size_t regex_count;
};

/* The options for a branch; fields that no version of the window knows do not count. In the arena. */
void tide_context_options(struct tide_context_options *o, struct arena *a, const struct branch_protection *bp,
                          struct str org, struct str repo, struct str branch);

struct tide_contexts {
    struct context_set required, if_present, optional;
    struct setting *regexes;
    size_t regex_count;
    struct setting skip_unknown, overwrite_pending; /* without a value: nobody says */
    enum protection protection; /* what asking branch-protection came to; PROTECTION_NONE where it is not asked */
};

/* What tide works with, from options, branch-protection and presubmits; of a context that several of them name, the
 * first of these three is its place. inrepo: presubmits from the repo itself count too. In the arena. */
void tide_contexts(struct tide_contexts *t, struct arena *a, const struct branch_protection *bp, struct str org,
                   struct str repo, struct str branch, bool inrepo);

/* The tide queries by what they are for. */
struct tide_coverage {
    const struct prow_tree *tree;
    struct map by_name; /* the queries that name an "org" or "org/repo" */
};

/* Reads the queries of all files; in the tree's scratch memory. */
void tide_coverage_read(struct tide_coverage *c, const struct prow_tree *t);
/* The first query that lets a pull request against this branch merge, without a value when there is none. */
struct setting tide_covers(const struct tide_coverage *c, struct str org, struct str repo, struct str branch);

#endif

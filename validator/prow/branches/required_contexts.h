/* required_contexts: which statuses a pull request against a branch needs before it can merge, and where each is
 * written: for whoever compares two configurations. Two judges wait for statuses, GitHub by the branch protection that
 * Prow's branchprotector writes there, and tide. */
#ifndef PROW_BRANCHES_REQUIRED_CONTEXTS_H
#define PROW_BRANCHES_REQUIRED_CONTEXTS_H

#include "prow/tide/tide_context.h"

struct requirements {
    struct branch_protection protection;
    struct tide_coverage tide;
};

/* Everything that required_contexts needs, read once a tree; in the tree's scratch memory, which has to live as long.
 * w: the deployed versions. */
void requirements_read(struct requirements *r, const struct prow_tree *t, const struct window *w);

struct required_contexts {
    struct context_set protection; /* GitHub waits for these: cmd/branchprotector, GetPolicy */
    struct context_set tide;       /* tide waits for these; empty where no query covers the branch */
    enum protection state;         /* why protection may be empty: the last three are errors in Prow */
    bool protected;                /* the branchprotector protects this branch */
};

/* The required statuses of one branch; context_from of each says whether a policy, tide's options or a presubmit asks
 * for it, at where. Statuses that are required only if they are there are in neither set. Presubmits from the repo
 * itself count where they were read. In the arena. */
void required_contexts(struct required_contexts *out, struct arena *a, const struct requirements *r, struct str org,
                       struct str repo, struct str branch);

/* A repo and the branches of it that the configuration names. */
struct named_branches {
    struct str org, repo;
    struct map names; /* to struct named_branch */
};

struct named_branch {
    struct place at;        /* where it is named */
    enum context_from from; /* who names it */
};

/* Which sources count, as bits: 1 << enum context_from. */
enum { NAMED_BY_PRESUBMITS = 1, NAMED_BY_PROTECTION = 2, NAMED_BY_TIDE = 4, NAMED_BY_ALL = 7 };

/* Every branch that presubmits of central configuration, branch-protection or tide.context_options name, by repo: what
 * Prow takes for all there is to know of branches without asking GitHub (validateTideContextPolicy). The branches of a
 * job are patterns; their texts stand here as they are. Repos that are not "org/repo" are left out; one without
 * branches has none here (Prow then looks at master). Returns how many; array and maps live in the arena. */

/* A name that stands for every branch that nobody names: patterns for all branches match it. */
#define ANY_OTHER_BRANCH STR("any-other-branch")

size_t named_branches(struct named_branches **out, struct arena *a, const struct branch_protection *bp,
                      unsigned sources);

/* Begins the part of a rule's work that is about one of these repos, its branches and its own presubmits (begin_part). */
bool named_part(struct check *c, const struct branch_protection *bp, const struct named_branches *of);

#endif

/* protector: what Prow's branchprotector does to the repos that it finds on GitHub (cmd/branchprotector; recorded answers:
 * suites/merge). It looks after all repos of orgs that say something about protect, after those that the configuration
 * lists, and with protect-tested-repos after those with presubmits. */
#ifndef PROW_PROTECTION_PROTECTOR_H
#define PROW_PROTECTION_PROTECTOR_H

#include "prow/protection/branch_protection.h"

/* A branch as GitHub lists it. */
struct github_branch {
    struct str name;
    bool protected; /* protected there before, by settings that ask for nothing */
};

struct github_repo {
    struct str org, name;
    struct github_branch *branches;
    size_t count;
};

enum protector_act {
    PROTECTOR_LEAVES,  /* as it is */
    PROTECTOR_UPDATES, /* sends a request: policy says which */
    PROTECTOR_REMOVES, /* takes the protection away */
};

struct protector_branch {
    struct str name;
    enum protector_act act;
    struct policy policy; /* where it updates */
};

struct protector_repo {
    struct str full;                   /* org/repo */
    struct protector_branch *branches; /* those that it does something to, in the order in which they were given */
    size_t count;
};

struct protector_run {
    struct protector_repo *repos; /* those that it does something to */
    size_t repo_count, repo_cap;
    struct str *errors; /* sorted, lists inside them too */
    size_t error_count;
};

/* What a run comes to for these repos. Everything lives in the arena. */
void protector_run(struct protector_run *run, struct arena *a, const struct branch_protection *bp,
                   const struct github_repo *repos, size_t count);

/* Whether the branchprotector looks after the repo at all, and, in it, after this branch: include and exclude choose among
 * branches that are not listed by name. In the arena. */
bool protector_reaches_repo(struct arena *a, const struct branch_protection *bp, struct str org, struct str repo);
bool protector_reaches_branch(struct arena *a, const struct branch_protection *bp, struct str org, struct str repo,
                              struct str branch);

#endif

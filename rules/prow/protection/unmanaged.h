/* unmanaged: branch protection that nobody applies. What is unmanaged: true is left as it is on GitHub, so settings
 * there do nothing, unless something below says unmanaged: false (fact sheet 5.2). */
#ifndef RULES_PROW_PROTECTION_UNMANAGED_H
#define RULES_PROW_PROTECTION_UNMANAGED_H

#include "prow/protection/branch_protection.h"

/* Which of checkconfig's questions it is; each has words of its own. */
enum unmanaged_case {
    UNMANAGED_TOP,               /* settings at the top, which says unmanaged: true */
    UNMANAGED_ORG_BELOW_TOP,     /* an organization, and the top says so */
    UNMANAGED_ORG,               /* settings of an organization that says so */
    UNMANAGED_REPO_BELOW_ORG,    /* a repository, and its organization says so */
    UNMANAGED_REPO,              /* settings of a repository that says so */
    UNMANAGED_BRANCH_BELOW_REPO, /* a branch, and its repository says so */
    UNMANAGED_BRANCH,            /* settings of a branch that says so */
    UNMANAGED_UNSEEN,            /* settings that do nothing, which checkconfig does not see */
};

struct unmanaged {
    enum unmanaged_case is;
    const struct protected *node; /* what is meant */
    const struct protected *by;   /* what says unmanaged: true */
    struct str names[3];          /* org, repo, branch; empty above */
    struct setting first;         /* the first setting without effect; without a place where there is none */
};

typedef void tell_unmanaged(struct check *c, const struct unmanaged *u);

/* Calls tell for each case in the order of the files. Where some version does not know that unmanaged: false may stand
 * below, it counts for nothing. */
void unmanaged_find(struct check *c, const struct prow_tree *t, tell_unmanaged *tell);

/* Reports one at its first setting, or at its name, and points at the unmanaged: true. what is the sentence. */
void unmanaged_report(struct check *c, const struct unmanaged *u, struct str what);

#endif

/* branch_protection: the policies under branch-protection as Prow puts them together: main and supplemental files
 * joined, then top level, organization, repository and branch merged (branch_protection.go; fact sheet 4.5). */
#ifndef PROW_PROTECTION_BRANCH_PROTECTION_H
#define PROW_PROTECTION_BRANCH_PROTECTION_H

#include "prow/branches/branch_contexts.h"
#include "prow/files/setting.h"

enum policy_level { POLICY_TOP, POLICY_ORG, POLICY_REPO, POLICY_BRANCH };

/* The map that holds the policies of the level below: "orgs", "repos", "branches"; NULL below a branch. */
const char *policy_level_below(enum policy_level level);

/* restrictions, and the two lists of people about reviews, which know no apps. */
struct policy_people {
    bool given;
    struct name_list apps, users, teams;
};

/* required_pull_request_reviews */
struct policy_reviews {
    bool given;
    struct setting dismiss_stale, code_owners, approvals;
    struct policy_people dismissal, bypass;
};

/* What one level sets, or what several come to. A setting without a value: nobody sets it. */
struct policy {
    struct setting unmanaged, protect, strict, manual; /* manual: require_manually_triggered_jobs */
    struct setting admins, linear_history, force_pushes, deletions, signed_commits;
    bool checks;                 /* has required_status_checks, however empty */
    struct context_set contexts; /* required_status_checks.contexts; the outermost place of each */
    struct name_list names;      /* of the same */
    struct policy_people restrictions;
    struct policy_reviews reviews;
    struct name_list include, exclude; /* patterns of branches */
};

/* The top level, an organization, a repository or a branch under branch-protection. */
struct protected
{
    struct str name;
    struct setting entry;  /* where it is first named */
    struct setting policy; /* the mapping that sets its own policy; without a value where none does */
    struct policy own;     /* what that sets, nothing inherited */
    bool managed;          /* says unmanaged: false itself */
    bool managed_below;    /* something below says so */
    struct map below;      /* struct protected by name, in the order of the files */
};

struct branch_protection {
    const struct prow_tree *tree;
    const struct window *window;
    struct protected top; /* below it: organizations */
    struct setting protect_tested, allow_disabled, allow_disabled_jobs, optional_jobs;
    struct map presubmits; /* struct job_group by org/repo */
    struct map bare;       /* repos that presubmits name without a job below */
};

/* Reads what all files say; fields that no version of the window knows do not count. Of several policies for one thing,
 * which Prow refuses, the first counts. In the tree's scratch memory, where the tree keeps it for the next who asks. */
void branch_protection_read(struct branch_protection *bp, const struct prow_tree *t, const struct window *w);

/* Whether what stands where the name of an organization, repository or branch is wanted is called like a field of a policy
 * and sets no policy itself: settings that stand one level too high. */
bool protected_is_setting(const struct branch_protection *bp, const struct protected *p);

/* What is listed below under this name, or NULL. */
const struct protected *protected_below(const struct protected *p, struct str name);
/* The presubmits of "org/repo", or NULL. */
const struct job_group *protection_presubmits(const struct branch_protection *bp, struct str repo);

/* The first field that makes this mapping a policy: a pointer that is not null or a list that is not empty. Without a
 * place when there is none. */
struct setting policy_first_field(const struct window *w, const struct prow_tree *t, const struct setting *s);
/* GetOrg, GetRepo: what the policies come to down to that level. Names that are not listed inherit. In the arena. */
void protection_merge(struct policy *p, struct arena *a, const struct branch_protection *bp, struct str org,
                      struct str repo);
/* Adds what a further level sets: bools from the inner level, lists joined (Policy.Apply). */
void policy_apply(struct policy *p, struct arena *a, const struct policy *inner);
/* Whether it protects and wants branches up to date before they merge. */
bool policy_is_strict(const struct policy *p);
/* Whether it sets anything beside protect that is a protection (Policy.defined). */
bool policy_protects_somehow(const struct policy *p);

enum protection {
    PROTECTION_NONE,            /* nothing is said about the branch, or it is left as it is */
    PROTECTION_POLICY,          /* *p is the policy, which may say protect: false or nothing about it */
    PROTECTION_BRANCH_OPEN,     /* a listed branch comes to neither protect nor unmanaged: true */
    PROTECTION_JOBS_REFUSED,    /* presubmits must report, but protect is false */
    PROTECTION_DISABLED_POLICY, /* a policy is set, but protect is false */
};

/* GetBranch: the merged policy of a branch. False for PROTECTION_BRANCH_OPEN. */
bool protection_branch(struct policy *p, struct arena *a, const struct branch_protection *bp, struct str org,
                       struct str repo, struct str branch);
/* GetPolicy: the same with the presubmits' contexts added. The last three answers are errors in Prow. inrepo as in
 * branch_contexts_read. */
enum protection protection_policy(struct policy *p, struct arena *a, const struct branch_protection *bp, struct str org,
                                  struct str repo, struct str branch, bool inrepo);
/* Prow's words for one of the last three, in the arena; empty for the others. */
struct str protection_error(struct arena *a, const struct branch_protection *bp, enum protection found, struct str org,
                            struct str repo, struct str branch);
/* GetBranchProtection, which knows the branches of listed organizations only. */
enum protection protection_of_listed(struct policy *p, struct arena *a, const struct branch_protection *bp,
                                     struct str org, struct str repo, struct str branch, bool inrepo);

#endif

#include "prow/protection/branch_protection.h"
#include "prow/tide/org_repo_set.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

static const char explanation[] =
    "See #5: https://docs.prow.k8s.io/docs/components/core/tide/maintainers/#best-practices Also note that this "
    "validation is imperfect, see the check-config code for details";

struct looking {
    struct check *check;
    struct branch_protection protection;
    struct joined_queries queries;
};

/* Some branch of the repo is strict by itself. Prow gives up at a branch whose policy does not say whether it is
 * protected. */
static bool has_strict_branch(const struct looking *l, const struct protected *org, const struct protected *repo)
{
    struct arena *a = l->protection.tree->scratch;
    struct check *c = l->check;
    bool strict = false;

    for (size_t i = 0; i < repo->below.count; i++) {
        const struct protected *branch = repo->below.entries[i].value;
        struct policy p;
        if (protected_is_setting(&l->protection, branch)) /* setting-among-names */
            continue;
        if (protection_branch(&p, a, &l->protection, org->name, repo->name, branch->name)) {
            strict |= policy_is_strict(&p);
            continue;
        }
        setting_report(c, &branch->entry, setting_key_place(&branch->entry),
                       "branch %.*s of %.*s/%.*s is listed, but nothing says whether it is protected: set protect, or "
                       "unmanaged: true",
                       STR_ARG(branch->name), STR_ARG(org->name), STR_ARG(repo->name));
        prow_says(c,
                  "error for repo=%.*s/%.*s and branch=%.*s: defined branch policies must set protect or "
                  "unmanaged=true",
                  STR_ARG(org->name), STR_ARG(repo->name), STR_ARG(branch->name));
    }
    return strict;
}

/* Organizations and repos whose branches must be up to date before they merge (strictBranchesConfig). */
static void read_strict(struct org_repo_set *s, const struct looking *l)
{
    const struct branch_protection *bp = &l->protection;
    struct arena *a = bp->tree->scratch;

    *s = (struct org_repo_set){ 0 };
    for (size_t i = 0; i < bp->top.below.count; i++) {
        const struct protected *org = bp->top.below.entries[i].value;
        struct policy p;
        bool all;
        protection_merge(&p, a, bp, org->name, STR(""));
        all = policy_is_strict(&p);
        if (all)
            org_repo_set_org(s, a, org->name);
        for (size_t k = 0; k < org->below.count; k++) {
            const struct protected *repo = org->below.entries[k].value;
            bool strict;
            protection_merge(&p, a, bp, org->name, repo->name);
            strict = policy_is_strict(&p) || has_strict_branch(l, org, repo);
            if (strict != all)
                name_set_add(all ? org_repo_set_org(s, a, org->name) : &s->repos, a,
                             ARENA_JOIN(a, org->name, STR("/"), repo->name));
        }
    }
}

/* The policy that makes the organization or repo strict: its own, or that of its first strict branch. */
static void strict_policy(struct policy *p, const struct looking *l, struct str name)
{
    const struct branch_protection *bp = &l->protection;
    struct arena *a = bp->tree->scratch;
    const struct protected *r;
    struct str org, repo;

    str_cut(name, '/', &org, &repo);
    protection_merge(p, a, bp, org, repo);
    r = protected_below(protected_below(&bp->top, org), repo);
    for (size_t i = 0; r && !policy_is_strict(p) && i < r->below.count; i++)
        protection_branch(p, a, bp, org, repo, ((const struct protected *)r->below.entries[i].value)->name);
}

static void tell(const struct looking *l, const struct org_repo *member)
{
    struct arena *a = l->protection.tree->scratch;
    struct check *c = l->check;
    const struct joined_name *by = joined_queries_naming(a, &l->queries, member->name, NULL, NULL);
    struct policy p;

    strict_policy(&p, l, member->name);
    setting_report(c, &p.strict, setting_place(&p.strict),
                   "strict wants pull requests of %.*s to be up to date with their branch, but tide, which merges "
                   "them, tests them with it anyway: each merge would send all the others back",
                   STR_ARG(org_repo_name(a, member)));
    if (by)
        also(c, setting_place(&by->entry), "tide merges it by this query");
    also(c, setting_place(&p.protect), "protected here");
    prow_says(c,
              "the following enable strict branchprotection context requirements even though Tide handles merges: "
              "[%.*s]. %s",
              STR_ARG(org_repo_words(a, member)), explanation);
}

static void tell_global(const struct looking *l)
{
    const struct policy *p = &l->protection.top.own;
    struct check *c = l->check;

    setting_report(c, &p->strict, setting_place(&p->strict),
                   "strict, set for everything, wants pull requests to be up to date with their branch, but tide, "
                   "which merges them, tests them with it anyway: each merge would send all the others back");
    also(c, setting_place(&l->queries.items[0]->parts[0]), "a query of tide's");
    also(c, setting_place(&p->protect), "protected here");
    prow_says(c,
              "strict branchprotection context requirements cannot be globally enabled when Tide is configured for "
              "use. %s",
              explanation);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct looking l = { .check = c };
    struct org_repo_set covered, strict, both;
    struct org_repo member;

    joined_queries_read(&l.queries, t, check_window(c));
    branch_protection_read(&l.protection, t, check_window(c));
    if (l.queries.count == 0)
        return;
    if (policy_is_strict(&l.protection.top.own)) {
        tell_global(&l);
        return;
    }
    org_repo_set_tide(&covered, t->scratch, &l.queries, NULL, NULL);
    read_strict(&strict, &l);
    both = org_repo_set_and(t->scratch, &covered, &strict);
    for (size_t i = 0; org_repo_set_next(&both, &i, &member);)
        tell(&l, &member);
}

const struct rule rule_tide_strict_branch = {
    .id = "tide-strict-branch",
    .summary = "Where tide merges, branch protection does not want branches to be up to date.",
    .severity = SEVERITY_WARNING,
    .warning = "tide-strict-branch",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_TIDE_STRICT_BRANCH],
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};

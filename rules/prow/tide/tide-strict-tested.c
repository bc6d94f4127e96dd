#include "prow/branches/required_contexts.h"
#include "rule/rule.h"

struct looking {
    struct check *check;
    struct requirements all;
    struct arena *arena; /* emptied for each branch */
};

/* Protected only because presubmits must report there, strict, and merged by tide. */
static bool is_hit(const struct looking *l, const struct named_branches *of, struct str branch, struct policy *p)
{
    const struct branch_protection *bp = &l->all.protection;

    arena_reset(l->arena);
    if (!protection_branch(p, l->arena, bp, of->org, of->repo, branch) || p->protect.value ||
        node_true(p->unmanaged.value) || !node_true(p->strict.value))
        return false;
    return protection_policy(p, l->arena, bp, of->org, of->repo, branch, false) == PROTECTION_POLICY &&
           policy_is_strict(p) && tide_covers(&l->all.tide, of->org, of->repo, branch).value;
}

static bool look(const struct looking *l, const struct named_branches *of, struct str branch)
{
    struct check *c = l->check;
    struct setting query;
    struct policy p;

    if (!is_hit(l, of, branch, &p))
        return false;
    query = tide_covers(&l->all.tide, of->org, of->repo, branch);
    setting_report(c, &p.strict, setting_place(&p.strict),
                   "strict wants pull requests of %.*s/%.*s to be up to date with %.*s, which protect-tested-repos "
                   "protects, but tide, which merges them, tests them with it anyway: each merge would send all the "
                   "others back",
                   STR_ARG(of->org), STR_ARG(of->repo), STR_ARG(branch));
    also(c, setting_place(&l->all.protection.protect_tested), "protects every branch that presubmits must report on");
    also(c, setting_place(&query), "tide merges it by this query");
    return true;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct looking l = { .check = c, .arena = &scratch };
    struct named_branches *repos;
    size_t count;

    requirements_read(&l.all, t, check_window(c));
    if (!node_true(l.all.protection.protect_tested.value))
        return;
    count = named_branches(&repos, t->scratch, &l.all.protection, NAMED_BY_ALL);
    for (size_t i = 0; i < count; i++) {
        bool told = repos[i].names.count == 0 && look(&l, &repos[i], STR("master"));
        for (size_t k = 0; !told && k < repos[i].names.count; k++)
            told = look(&l, &repos[i], repos[i].names.entries[k].key);
    }
    arena_free(&scratch);
}

const struct rule rule_tide_strict_tested = {
    .id = "tide-strict-tested",
    .summary = "Where tide merges, branches that protect-tested-repos protects need not be up to date.",
    .severity = SEVERITY_WARNING,
    .beyond = "tide-strict-branch",
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};

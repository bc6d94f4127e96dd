#include "prow/branches/required_contexts.h"
#include "prow/protection/protector.h"
#include "rule/rule.h"

struct looking {
    struct check *check;
    struct branch_protection protection;
    bool tide;           /* there are queries, so tide-strict-branch looks at branches */
    struct arena *arena; /* emptied for each branch */
};

/* What tide-strict-branch names already: it looks at listed branches of repos that are not strict as a whole. */
static bool is_told_elsewhere(const struct looking *l, const struct named_branches *of)
{
    struct policy p;

    protection_merge(&p, l->arena, &l->protection, of->org, of->repo);
    return l->tide && !policy_is_strict(&l->protection.top.own) && !policy_is_strict(&p);
}

static void tell_open(const struct looking *l, const struct named_branches *of, const struct protected *b)
{
    if (is_told_elsewhere(l, of))
        return;
    setting_report(l->check, &b->entry, setting_key_place(&b->entry),
                   "branch %.*s of %.*s/%.*s is listed, but nothing says whether it is protected: set protect, or "
                   "unmanaged: true",
                   STR_ARG(b->name), STR_ARG(of->org), STR_ARG(of->repo));
    prow_says(l->check, "defined branch policies must set protect or unmanaged=true");
}

/* For people. */
static struct str called(struct arena *a, struct str branch)
{
    return str_eq(branch, ANY_OTHER_BRANCH) ? STR("every branch that nobody names")
                                            : ARENA_JOIN(a, STR("branch "), branch);
}

static void tell_jobs(const struct looking *l, const struct named_branches *of, struct str branch,
                      const struct policy *p)
{
    struct str full = ARENA_JOIN(l->arena, of->org, STR("/"), of->repo);
    const struct status_context *first;
    struct branch_contexts jobs;

    branch_contexts_read(&jobs, l->arena, l->protection.tree, protection_presubmits(&l->protection, full), branch,
                         node_true(p->manual.value), false);
    setting_report(l->check, &p->protect, setting_place(&p->protect),
                   "%.*s of %.*s/%.*s is not to be protected, but presubmits must report there: protect it, "
                   "make them optional, or set allow_disabled_job_policies",
                   STR_ARG(called(l->arena, branch)), STR_ARG(of->org), STR_ARG(of->repo));
    if (context_set_count(&jobs.required)) {
        first = context_set_sorted(&jobs.required, l->arena)[0];
        also(l->check, first->at, "this presubmit must report");
    }
    prow_says(l->check, "required prow jobs require branch protection");
}

static void tell_disabled(const struct looking *l, const struct named_branches *of, struct str branch,
                          const struct policy *p)
{
    setting_report(l->check, &p->protect, setting_place(&p->protect),
                   "%.*s of %.*s/%.*s is not to be protected, but has rules, its own or inherited ones: protect "
                   "it, say unmanaged: true instead, or set allow_disabled_policies",
                   STR_ARG(called(l->arena, branch)), STR_ARG(of->org), STR_ARG(of->repo));
    prow_says(l->check, "%.*s/%.*s=%.*s defines a policy, which requires protect: true", STR_ARG(of->org),
              STR_ARG(of->repo), STR_ARG(branch));
}

/* True where something is wrong. */
static bool look(const struct looking *l, const struct named_branches *of, struct str branch)
{
    const struct protected *repo = protected_below(protected_below(&l->protection.top, of->org), of->repo);
    const struct protected *listed = protected_below(repo, branch);
    enum protection found;
    struct policy p;

    if (listed && protected_is_setting(&l->protection, listed)) /* setting-among-names */
        return false;
    arena_reset(l->arena);
    found = protection_of_listed(&p, l->arena, &l->protection, of->org, of->repo, branch, false);
    if (found == PROTECTION_BRANCH_OPEN)
        tell_open(l, of, listed);
    else if (found == PROTECTION_JOBS_REFUSED && !node_true(p.unmanaged.value))
        tell_jobs(l, of, branch, &p);
    else if (found == PROTECTION_DISABLED_POLICY && !node_true(p.unmanaged.value))
        tell_disabled(l, of, branch, &p);
    return found > PROTECTION_POLICY && !node_true(p.unmanaged.value);
}

/* Where all that is named is in order, branches that nobody names may still be refused. */
static void look_at_others(const struct looking *l, const struct named_branches *of)
{
    arena_reset(l->arena);
    if (protector_reaches_branch(l->arena, &l->protection, of->org, of->repo, ANY_OTHER_BRANCH))
        look(l, of, ANY_OTHER_BRANCH);
}

static bool has_queries(const struct prow_tree *t)
{
    struct setting file;

    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting queries = setting_get(t->scratch, &file, "tide.queries");
        if (setting_count(&queries))
            return true;
    }
    return false;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct looking l = { .check = c, .tide = has_queries(t), .arena = &scratch };
    struct named_branches *repos;
    size_t count;

    branch_protection_read(&l.protection, t, check_window(c));
    count = l.protection.top.below.count ? named_branches(&repos, t->scratch, &l.protection, NAMED_BY_ALL) : 0;
    for (size_t i = 0; i < count; i++) {
        if (!protected_below(&l.protection.top, repos[i].org))
            continue;
        bool refused = false;
        if (!named_part(c, &l.protection, &repos[i]))
            continue;
        for (size_t k = 0; k < repos[i].names.count; k++)
            refused |= look(&l, &repos[i], repos[i].names.entries[k].key);
        if (repos[i].names.count == 0)
            look(&l, &repos[i], STR("master"));
        else if (!refused)
            look_at_others(&l, &repos[i]);
    }
    arena_free(&scratch);
}

const struct rule rule_branch_protection_refused = {
    .id = "branch-protection-refused",
    .summary = "Prow's branchprotector accepts the policy of every branch.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};

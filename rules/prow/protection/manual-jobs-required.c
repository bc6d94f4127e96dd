#include "prow/protection/branch_protection.h"
#include "rule/rule.h"

/* Presubmits below a policy that run only when somebody asks for them, and would be required. */
struct manual {
    size_t jobs, repos;
    const struct job_summary *first;
};

static bool is_manual(const struct job_summary *j)
{
    return !j->always_run && !j->has_change_regex && !j->optional && !j->skip_report;
}

static void count(struct manual *m, const struct job_group *g)
{
    bool some = false;

    for (size_t i = 0; i < g->count; i++) {
        if (!is_manual(g->jobs[i]))
            continue;
        m->first = m->first ? m->first : g->jobs[i];
        m->jobs++;
        some = true;
    }
    m->repos += some;
}

/* org: empty for all of them. */
static void look(struct check *c, const struct prow_tree *t, const struct protected *p, struct str org)
{
    struct manual m = { 0 };

    if (!node_true(p->own.manual.value))
        return;
    for (size_t i = 0; i < t->group_count; i++)
        if (t->groups[i]->kind == PRESUBMIT &&
            (org.len == 0 || str_starts(t->groups[i]->repo, ARENA_JOIN(t->scratch, org, STR("/")))))
            count(&m, t->groups[i]);
    if (m.jobs == 0)
        return;
    setting_report(c, &p->own.manual, setting_key_place(&p->own.manual),
                   "this makes %zu presubmit%s of %zu repositor%s required that run%s only when somebody asks for %s: "
                   "a pull request that needs none of them waits until each was asked for",
                   m.jobs, m.jobs > 1 ? "s" : "", m.repos, m.repos > 1 ? "ies" : "y", m.jobs > 1 ? "" : "s",
                   m.jobs > 1 ? "them" : "it");
    also(c, job_summary_place(m.first), "one of them");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct branch_protection bp;

    branch_protection_read(&bp, t, check_window(c));
    look(c, t, &bp.top, STR(""));
    for (size_t i = 0; i < bp.top.below.count; i++) {
        const struct protected *org = bp.top.below.entries[i].value;
        look(c, t, org, org->name);
    }
}

const struct rule rule_manual_jobs_required = {
    .id = "manual-jobs-required",
    .summary = "What runs only by hand is not required of a whole organization.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};

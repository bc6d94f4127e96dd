#include "prow/tide/tide_conflict.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

struct looking {
    struct check *check;
    const struct branch_protection *protection;
    struct arena *arena; /* emptied for each branch */
};

static void look(const struct looking *l, const struct named_branches *of, struct str branch)
{
    const struct tide_conflict_at at = { of->org, of->repo, branch };
    struct tide_contexts contexts;
    struct tide_conflict x;

    arena_reset(l->arena);
    tide_contexts(&contexts, l->arena, l->protection, of->org, of->repo, branch, false);
    if (!tide_conflict_find(&x, l->arena, l->protection->tree, &contexts))
        return;
    tide_conflict_report(l->check, &x, &at);
    tide_conflict_says(l->check, &x, &at);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct branch_protection protection;
    struct named_branches *repos;
    struct looking l = { c, &protection, &scratch };
    size_t count;

    if (!behaviour_may_hold(check_window(c), BEHAVIOUR_CHECK_TIDE_CONTEXT_POLICY))
        return;
    branch_protection_read(&protection, t, check_window(c));
    count = named_branches(&repos, t->scratch, &protection, tide_checked_sources(check_window(c)));
    for (size_t i = 0; i < count; i++) {
        if (!named_part(c, &protection, &repos[i]))
            continue;
        for (size_t k = 0; k < repos[i].names.count; k++)
            look(&l, &repos[i], repos[i].names.entries[k].key);
        if (repos[i].names.count == 0)
            look(&l, &repos[i], STR("master"));
    }
    arena_free(&scratch);
}

const struct rule rule_tide_context_policy = {
    .id = "tide-context-policy",
    .summary = "No status is both required and optional for tide.",
    .severity = SEVERITY_WARNING,
    .warning = "tide-context-policy",
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};

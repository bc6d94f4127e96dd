#include "command/gating.h"

#include "command/run.h"
#include "command/version.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --skip-guard and --reason in pairs. */
static bool read_skips(struct gating *g)
{
    struct gate_decision *d = &g->decision;
    struct gate_skip *skips;
    struct str name, reason;
    size_t n = 0, reasons = 0;

    while (args_nth(g->args, "skip-guard", n, &name))
        n++;
    while (args_nth(g->args, "reason", reasons, &reason))
        reasons++;
    if (n != reasons) {
        command_fail("each --skip-guard needs its own --reason, in the same order");
        return false;
    }
    skips = ARENA_ARRAY(g->arena, struct gate_skip, n);
    for (size_t i = 0; i < n; i++) {
        args_nth(g->args, "skip-guard", i, &name);
        args_nth(g->args, "reason", i, &skips[i].reason);
        if (!guard_parse(name, &skips[i].guard)) {
            command_fail("no guard is called \"%.*s\"; prowgate gate --help lists them", STR_ARG(name));
            return false;
        }
    }
    d->skips = skips;
    d->skip_count = n;
    return true;
}

/* A pipeline that skips a guard does so for ever; under CI the project file has to allow it. */
static bool may_skip(struct gating *g)
{
    const struct project *p = &g->projects[GATING_AFTER];
    const char *ci = getenv("CI");

    for (size_t i = 0; ci && *ci && i < g->decision.skip_count; i++) {
        const char *name = guard_name(g->decision.skips[i].guard);
        bool allowed = false;
        for (size_t k = 0; k < p->skippable_count; k++)
            allowed = allowed || str_eq(p->skippable[k], str_c(name));
        if (!allowed) {
            command_fail("CI is set, and prowgate.yaml does not list %s under gate: { skippable: [] }: it is not "
                         "skipped there",
                         name);
            return false;
        }
    }
    return true;
}

/* For the report. Where files seem to be missing, what they held is not said to be retired. */
static void collect_findings(struct gating *g)
{
    const struct findings *after = &g->after.findings, *compared = &g->delta_findings;

    for (size_t i = 0; i < after->count; i++)
        *findings_add(&g->all) = *after->items[i];
    for (size_t i = 0; i < compared->count; i++)
        if (g->decision.delta || !compared->items[i]->rule->delta || compared->items[i]->rule->about == SUBJECT_TREE)
            *findings_add(&g->all) = *compared->items[i];
    findings_sort(&g->all);
}

void gating_run(struct gating *g, const struct args *args, struct arena *arena)
{
    struct gate_decision *d = &g->decision;

    g->args = args;
    g->arena = arena;
    d->verdict = VERDICT_UNDECIDED;
    d->time = (int64_t)time(NULL);
    d->strict = args_has(args, "strict");
    d->dry_run = args_has(args, "dry-run");
    g->refused = !read_skips(g);
    if (g->refused)
        return;
    gating_open_state(g);
    gating_load_sides(g);
    g->refused = !may_skip(g);
    if (g->refused)
        return;
    gating_check_seal(g);
    gating_look_for_half(g);
    gate_decide(d);
    collect_findings(g);
    if (d->verdict == VERDICT_PASS && !d->dry_run)
        gating_save(g);
    if (!d->dry_run)
        gating_record(g);
}

struct report gating_report(const struct gating *g)
{
    struct report r = { 0 };

    if (g->after.loaded)
        r = run_report(&g->after.tree, &g->after.deployed);
    else
        r.version = PROWGATE_VERSION;
    r.fs = g->opened[GATING_AFTER] ? g->trees[GATING_AFTER].fs : NULL;
    r.verdict = g->decision.verdict;
    r.findings = &g->all;
    r.delta = g->decision.delta;
    r.guards = g->refused ? NULL : g->decision.guards;
    r.guard_count = g->refused ? 0 : GUARD_COUNT;
    return r;
}

void gating_free(struct gating *g)
{
    if (g->compared)
        delta_free(&g->delta);
    for (int i = GATING_BEFORE; i <= GATING_AFTER; i++)
        delta_side_free(&g->sides[i]);
    if (g->before_loaded)
        prow_tree_free(&g->before_tree);
    judged_free(&g->after);
    findings_free(&g->before_findings);
    findings_free(&g->delta_findings);
    findings_free(&g->all);
    for (int i = GATING_BEFORE; i <= GATING_AFTER; i++) {
        if (g->ledger_open[i])
            fs_ledger_free(&g->ledgers[i]);
        if (g->opened[i])
            source_close(&g->trees[i]);
    }
    if (g->state_loaded)
        state_free(&g->state);
    if (g->dir_open)
        state_dir_close(&g->dir);
    buf_free(&g->manifest_bytes);
    gate_decision_free(&g->decision);
}

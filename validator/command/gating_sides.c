/* Loading both sides of the gate. One that can't be loaded leaves its reason; the other is loaded all the same, because
 * every guard has to say what it saw. */
#include "command/gating.h"

#include "command/acknowledged.h"
#include "command/fetch.h"
#include "command/resolved.h"

#include "delta/compare.h"
#include "delta/required.h"
#include "source/fs_ledger.h"

#include <string.h>

static void not_loaded(struct gate_side *s, struct str error)
{
    s->side = NULL;
    s->error = error;
}

static bool open_side(struct gating *g, int which, struct str given, struct gate_side *side)
{
    side->name = fetch_shown(given);
    g->opened[which] = project_open(&g->projects[which], &g->trees[which], g->arena, g->args, given);
    if (!g->opened[which])
        not_loaded(side, STR(GATING_TOLD));
    return g->opened[which];
}

/* What BEFORE runs is still running while the change rolls out: both have to accept AFTER. */
static bool add_window_of_before(struct gating *g)
{
    struct deployed_window before = { .components = g->state.deployed, .count = g->state.deployed_count };

    g->own_versions = g->after.deployed.count;
    if (g->projects[GATING_AFTER].version_count)
        return true; /* somebody said what runs */
    if (g->opened[GATING_BEFORE] && !deployed_window_find(&before, g->arena, &g->projects[GATING_BEFORE],
                                                          g->trees[GATING_BEFORE].fs))
        return false;
    return deployed_window_add(&g->after.deployed, g->arena, &before);
}

static void open_ledger(struct gating *g, int which)
{
    fs_ledger_init(&g->ledgers[which], g->trees[which].fs);
    g->ledger_open[which] = true;
}

static void load_after(struct gating *g)
{
    const struct load_wish wish = { .detail = true };
    struct gate_decision *d = &g->decision;
    const struct fs *fs = g->trees[GATING_AFTER].fs;

    g->judged = judged_open(&g->after, g->arena, g->args, &g->projects[GATING_AFTER], fs) && add_window_of_before(g);
    if (!g->judged) {
        d->deployed_error = STR("which versions of Prow run can't be told: " GATING_TOLD);
        not_loaded(&d->after, STR("without the deployed versions there is nothing to judge it by"));
        return;
    }
    d->deployed = g->after.deployed.components;
    d->deployed_count = g->after.deployed.count;
    open_ledger(g, GATING_AFTER);
    if (!judged_load(&g->after, &g->ledgers[GATING_AFTER].fs, &wish)) {
        not_loaded(&d->after, STR(GATING_TOLD));
        return;
    }
    delta_side_from_tree(&g->sides[GATING_AFTER], d->after.name, &g->after.tree);
    g->sides[GATING_AFTER].resolved = g->projects[GATING_AFTER].resolved;
    g->sides[GATING_AFTER].one_file = source_is_one_file(&g->trees[GATING_AFTER]);
    delta_side_require(&g->sides[GATING_AFTER], &g->after.tree, &g->after.deployed.window);
    d->after.side = &g->sides[GATING_AFTER];
    d->after.findings = &g->after.findings;
    d->after.broken = g->after.tree.broken;
    if (g->after.tree.patterns->gave_up)
        not_loaded(&d->after, STR("searches with its regular expressions were too large to finish"));
}

/* Of BEFORE only what keeps it from being read whole counts. */
static void load_before_tree(struct gating *g)
{
    const struct load_wish wish = { .detail = true };
    struct gate_decision *d = &g->decision;
    unsigned threads = judged_threads(g->args);

    if (!g->judged || threads == 0) {
        not_loaded(&d->before, STR("without the deployed versions there is nothing to read it by"));
        return;
    }
    g->narrow = compare_settings(g->arena, &g->after.settings);
    if (g->projects[GATING_BEFORE].resolved)
        resolved_limit(&g->narrow);
    open_ledger(g, GATING_BEFORE);
    prow_tree_load_for(&g->before_tree, &g->ledgers[GATING_BEFORE].fs, &g->projects[GATING_BEFORE].paths, &g->narrow,
                       threads, &wish, &g->before_findings);
    g->before_loaded = true;
    findings_sort(&g->before_findings);
    delta_side_from_tree(&g->sides[GATING_BEFORE], d->before.name, &g->before_tree);
    g->sides[GATING_BEFORE].resolved = g->projects[GATING_BEFORE].resolved;
    delta_side_require(&g->sides[GATING_BEFORE], &g->before_tree, &g->after.deployed.window);
    d->before.side = &g->sides[GATING_BEFORE];
    d->before.findings = &g->before_findings;
    d->before.broken = g->before_tree.broken;
    if (g->before_tree.patterns->gave_up)
        not_loaded(&d->before, STR("searches with its regular expressions were too large to finish"));
}

/* snapshot:FILE, or the last known good. */
static void take_state(struct gating *g)
{
    g->decision.before.side = &g->state.side;
}

static void open_snapshot(struct gating *g, struct str given, struct str file)
{
    struct gate_side *side = &g->decision.before;
    struct str why;

    side->name = given;
    if (g->state_loaded)
        state_free(&g->state);
    g->state_kept = false;
    g->state_loaded = state_read_file(&g->state, file, g->arena, &why);
    if (!g->state_loaded)
        not_loaded(side, why);
}

/* Jobs that one side was not seen to have would seem to come or go. */
static bool comparable(const struct gating *g)
{
    const struct gate_decision *d = &g->decision;

    return d->before.side && d->after.side && (!g->before_loaded || g->before_tree.broken == 0) &&
           g->after.tree.broken == 0 && g->after.verdict != VERDICT_UNDECIDED &&
           verdict_of(&g->before_findings, false) != VERDICT_UNDECIDED;
}

static void compare(struct gating *g)
{
    struct gate_decision *d = &g->decision;

    if (!comparable(g))
        return;
    acknowledged_read(&g->acks, g->arena, g->args, g->opened[GATING_BEFORE] ? &g->trees[GATING_BEFORE] : NULL,
                      &g->trees[GATING_AFTER], &g->after.settings, &g->delta_findings);
    delta_init(&g->delta, d->before.side, d->after.side);
    g->compared = true;
    acks_apply(&g->acks, &g->delta);
    run_delta_rules(&g->after.settings, &g->delta_findings, &g->delta);
    acks_report(&g->acks, &g->after.settings, &g->delta_findings);
    findings_sort(&g->delta_findings);
    if (g->delta.patterns.gave_up)
        return; /* what it could not finish is not decided */
    d->delta = &g->delta;
    d->delta_findings = &g->delta_findings;
}

void gating_load_sides(struct gating *g)
{
    struct gate_decision *d = &g->decision;
    struct str before = args_text(g->args, "before", STR("")), file = str_trim_prefix(before, STR("snapshot:"));
    bool from_tree = before.len && file.len == before.len;

    if (before.len && !from_tree)
        open_snapshot(g, before, file);
    else if (from_tree)
        open_side(g, GATING_BEFORE, before, &d->before);
    if (open_side(g, GATING_AFTER, args_text(g->args, "after", STR(".")), &d->after))
        load_after(g);
    else
        d->deployed_error = STR("the new configuration could not be opened, so nobody knows what it runs on");
    if (g->opened[GATING_BEFORE])
        load_before_tree(g);
    else if (!from_tree && g->state_loaded)
        take_state(g);
    compare(g);
}

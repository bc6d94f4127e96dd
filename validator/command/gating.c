#include "command/gating.h"

#include "command/acknowledged.h"
#include "command/fetch.h"
#include "command/judge.h"
#include "command/noted.h"
#include "command/open_prs_given.h"
#include "command/reported.h"
#include "command/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VERIFY_SECONDS = 30, SECONDS_A_DAY = 86400 };

/* --skip-guard and --reason in pairs. */
static bool read_skips(struct gating *g)
{
    struct gate_decision *d = &g->evaluation.decision;
    struct gate_skip *skips;
    struct str name, reason;
    size_t n = 0, reasons = 0;

    while (args_nth(g->args, "skip-guard", n, &name))
        n++;
    while (args_nth(g->args, "reason", reasons, &reason))
        reasons++;
    if (n != reasons) {
        command_fail(g->args, "each --skip-guard needs its own --reason, in the same order");
        return false;
    }
    skips = ARENA_ARRAY(g->arena, struct gate_skip, n);
    for (size_t i = 0; i < n; i++) {
        args_nth(g->args, "skip-guard", i, &name);
        args_nth(g->args, "reason", i, &skips[i].reason);
        if (!guard_parse(name, &skips[i].guard)) {
            command_fail(g->args, "no guard is called \"%.*s\"; prowgate gate --help lists them", STR_ARG(name));
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
    const struct gate_decision *d = &g->evaluation.decision;
    const struct project *p = g->before.project.text.len ? &g->before.project : &g->after.project;
    const char *ci = getenv("CI");

    for (size_t i = 0; ci && *ci && i < d->skip_count; i++) {
        const char *name = guard_name(d->skips[i].guard);
        bool allowed = false;
        for (size_t k = 0; k < p->skippable_count; k++)
            allowed = allowed || str_eq(p->skippable[k], str_c(name));
        if (!allowed) {
            command_fail(g->args,
                         "CI is set, and prowgate.yaml does not list %s under gate: { skippable: [] }: it is not "
                         "skipped there",
                         name);
            return false;
        }
    }
    return true;
}

static struct gate_options options_of(const struct args *args)
{
    return (struct gate_options){
        .state = args_text(args, "state", STR("")),
        .lock_wait = args_number(args, "lock-wait", 0) * 1000,
        .keep = args_number(args, "keep", STATE_KEEP),
        .bootstrap = args_has(args, "bootstrap"),
        .before_given = args_has(args, "before"),
        .manifest = args_text(args, "manifest", STR("")),
        .verify_command = args_text(args, "verify-command", STR("")),
        .verify_timeout = args_number(args, "verify-timeout", VERIFY_SECONDS) * 1000,
        .threads = judged_threads(args),
        .tool = "prowgate " PROWGATE_VERSION,
    };
}

/* What was complained of last, which guards repeat behind the name of the side. */
static struct str told(const struct gating *g, struct str name)
{
    struct str said = str_trim_prefix(command_complaint(g->args), ARENA_JOIN(g->arena, name, STR(": ")));

    return said.len ? arena_copy(g->arena, said) : STR(GATING_TOLD);
}

static void open_sides(struct gating *g)
{
    struct gate_decision *d = &g->evaluation.decision;
    struct evaluation *e = &g->evaluation;

    if (g->options.before_given) {
        d->before.name = fetch_shown(args_text(g->args, "before", STR("")));
        if (!opened_side_open(&g->before, g->arena, g->args, args_text(g->args, "before", STR(""))))
            d->before.error = g->before.why.len ? g->before.why : told(g, d->before.name);
    } else if (e->kept_loaded) {
        side_of_state(&g->before.side, &e->kept);
        project_of_saved(&g->before.project, g->arena, g->args, e->kept.project);
    }
    g->before.side.name = d->before.name;
    d->after.name = fetch_shown(args_text(g->args, "after", STR(".")));
    if (opened_side_open(&g->after, g->arena, g->args, args_text(g->args, "after", STR("."))) &&
        linked_open(&g->linked, g->arena, g->args, &g->after.project, &g->after.side.fs))
        return;
    d->after.error = told(g, d->after.name);
    d->deployed_error = STR("the new configuration could not be opened, so nobody knows what it runs on");
}

/* The versions and the rules. What was saved can be compared, but not checked. */
static bool begin_judging(struct gating *g)
{
    struct gate_decision *d = &g->evaluation.decision;
    struct judged *j = &g->judged;

    if (d->after.error.len == 0 && g->after.saved) {
        d->after.error = STR("it holds no files, so it can't be checked; give the tree that it was made from");
        d->deployed_error = STR("the new configuration holds no files, so nobody knows what it runs on");
    }
    if (d->after.error.len)
        return false;
    judged_begin(j, g->args, &g->after.project, g->after.side.fs);
    j->rollout = &g->rollout;
    j->linked = g->linked.open ? &g->linked : NULL;
    d->linked = g->linked.open;
    j->compared = !g->options.bootstrap;
    j->acting = g->options.bootstrap;
    if (!project_own_rules(&g->after.project, &j->own, g->arena, g->after.side.fs)) {
        d->after.error = STR("the team's own rules can't be read, so it can't be checked by them");
        d->deployed_error = STR("not looked for: the team's own rules can't be read");
        return false;
    }
    if (sides_window(&j->deployed, g->arena, &g->before, &g->after, &g->evaluation.own_versions) &&
        sides_settings(&j->settings, g->arena, &g->before, &g->after, &j->deployed.window, &j->own)) {
        judged_read_twice(j);
        return true;
    }
    d->deployed_error = ARENA_JOIN(g->arena, STR("which versions of Prow run can't be told: "), told(g, STR("")));
    d->after.error = STR("without the deployed versions there is nothing to judge it by");
    return false;
}

/* What decides is known before the tree is read, and looked at again with it. */
static bool note_after(struct gating *g)
{
    struct evaluation *e = &g->evaluation;

    side_ledger(&g->after.side);
    return noted(&g->after.side.ledger, g->arena, g->args, &g->after.project, &g->judged.deployed, e->own_versions,
                 &e->decision.after.error);
}

static void load_sides(struct gating *g)
{
    const struct load_wish wish = { .detail = true };
    struct evaluation *e = &g->evaluation;
    struct gate_decision *d = &e->decision;
    bool known = begin_judging(g);

    e->comparison.own = &g->judged.own;
    known = known && note_after(g);
    if (known && judged_load(&g->judged, side_ledger(&g->after.side), &wish)) {
        side_take(&g->after.side, &g->judged.tree, &g->judged.deployed.window);
        side_take_pipelines(&g->after.side, &g->rollout);
        e->after = &g->after.side;
    } else if (known && d->after.error.len == 0) {
        d->after.error = told(g, d->after.name);
    }
    g->narrow = known ? comparison_settings(g->arena, &g->judged.settings) : (struct rule_settings){ 0 };
    if (g->before.side.state)
        e->before = &g->before.side;
    else if (d->before.error.len == 0 && (!known || g->options.threads == 0))
        d->before.error = STR("without the deployed versions there is nothing to read it by");
    else if (d->before.error.len == 0)
        side_load(e->before = &g->before.side, &g->narrow, g->options.threads);
}

/* What let a candidate through that is not good yet: what is good is still without it. */
static void add_kept(struct gating *g)
{
    struct evaluation *e = &g->evaluation;

    for (size_t i = 0; e->pending_loaded && i < e->pending.ack_count; i++)
        acks_add_kept(&g->acks, &e->pending.acks[i],
                      arena_printf(g->arena, "candidate generation %llu, as %.*s said",
                                   (unsigned long long)e->pending.generation, STR_ARG(e->pending.acks[i].by)));
}

/* A clock that was set back revives no acknowledgement: it is at least the day of what was saved. */
static void heed_saved_day(struct gating *g)
{
    const struct evaluation *e = &g->evaluation;
    int64_t day = e->kept_loaded ? e->kept.time / SECONDS_A_DAY : 0;

    if (day > g->acks.today && day < INT32_MAX)
        g->acks.today = (int32_t)day;
}

static void decide(struct gating *g)
{
    struct evaluation *e = &g->evaluation;

    e->paths = g->after.project.paths;
    e->fs = g->after.side.fs;
    e->settings = &g->narrow;
    e->found = &g->judged.findings;
    e->deployed = g->judged.deployed.components;
    e->deployed_count = g->judged.deployed.count;
    if (e->before && e->after) {
        acknowledged_read(&g->acks, g->arena, g->args, g->before.open ? &g->before.source : NULL, &g->after.source,
                          side_ledger(&g->after.side), &g->judged.settings, &e->comparison.findings);
        heed_saved_day(g);
        e->acks = &g->acks;
        add_kept(g);
    }
    e->project = g->after.project.text;
    judge_compare(&e->comparison, g->arena, &g->before, &g->after, &g->judged.deployed.window);
    e->comparison.open_prs = args_has(g->args, "open-prs") ? &g->open_prs : NULL;
    evaluation_decide(e);
}

static void collect_findings(struct gating *g, const struct findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        *findings_add(&g->all) = *list->items[i];
}

/* A side that can't be opened has no files to find anything in: the reason itself is the finding. */
static void tell_unopened(struct gating *g, const struct gate_side *side, enum guard_id guard)
{
    struct finding *f;

    if (side->error.len == 0 || !guard_stops(&g->evaluation.decision.guards[guard]))
        return;
    f = findings_add(&g->all);
    f->rule = rule_find(STR("side-unread"));
    f->severity = SEVERITY_ERROR;
    f->message = ARENA_JOIN(&g->all.arena, side->name, STR(": "), side->error);
}

/* Who proves a candidate is not for the tree to say that becomes one. */
static void tell_confirm(struct gating *g)
{
    struct finding *f;

    if (!g->after.project.confirm.given && !g->confirm.from_tree)
        return;
    f = findings_add(&g->all);
    f->rule = rule_find(STR("judge-loosened"));
    f->severity = SEVERITY_WARNING;
    f->at.file = STR("prowgate.yaml");
    f->message =
        STR("gate: { confirm: ... } of the tree that is judged is not heeded: it counts only in a file outside "
            "of it that is named by --project");
}

void gating_run(struct gating *g, const struct args *args, struct arena *arena)
{
    struct gate_decision *d = &g->evaluation.decision;

    g->args = args;
    g->arena = arena;
    d->time = (int64_t)time(NULL);
    d->strict = args_has(args, "strict");
    d->dry_run = args_has(args, "dry-run");
    g->options = options_of(args);
    g->refused =
        !read_skips(g) || !confirm_options_read(&g->confirm, arena, args) || !open_prs_given(&g->open_prs, arena, args);
    g->options.confirm = confirm_wanted(&g->confirm);
    if (g->refused)
        return;
    evaluation_begin(&g->evaluation, &g->options, arena);
    open_sides(g);
    load_sides(g);
    g->refused = !may_skip(g);
    if (g->refused)
        return;
    decide(g);
    collect_findings(g, &g->judged.findings);
    collect_findings(g, &g->evaluation.comparison.findings);
    tell_confirm(g);
    tell_unopened(g, &d->before, GUARD_BEFORE_LOADED);
    tell_unopened(g, &d->after, GUARD_AFTER_LOADED);
    findings_sort(&g->all);
    evaluation_prepare(&g->evaluation);
}

bool gating_end(struct gating *g)
{
    bool ok = g->refused || evaluation_end(&g->evaluation);

    if (g->evaluation.log_repaired)
        command_fail(g->args,
                     "%.*s/" AUDIT_NAME ": its last line was cut off, as by a crash; it was ended, and is no record",
                     STR_ARG(g->options.state));
    return ok;
}

struct report gating_report(const struct gating *g)
{
    const struct gate_decision *d = &g->evaluation.decision;
    struct report r = { 0 };

    if (g->judged.loaded)
        r = judged_report(&g->judged);
    else
        r.version = PROWGATE_VERSION;
    r.fs = g->after.side.fs;
    r.seen = (struct report_seen){ g->after.project.seen, g->before.project.seen };
    r.verdict = d->verdict;
    r.findings = &g->all;
    r.delta = d->delta;
    r.guards = g->refused ? NULL : d->guards;
    r.guard_count = g->refused ? 0 : GUARD_COUNT;
    return r;
}

void gating_free(struct gating *g)
{
    evaluation_free(&g->evaluation);
    findings_free(&g->all);
    linked_close(&g->linked);
    opened_side_close(&g->before);
    judged_free(&g->judged);
    opened_side_close(&g->after);
}

#include "base/clock.h"
#include "command/acknowledged.h"
#include "command/fetch.h"
#include "command/gate_confirm.h"
#include "command/gate_serve.h"
#include "command/gating.h"
#include "command/output.h"
#include "command/reported.h"
#include "command/version.h"

#include "base/path.h"
#include "base/quote.h"
#include "gate/metrics.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct flag flags[] = {
    { "before", FLAG_TEXT, "TREE", "what runs now; without it, the last known good in --state" },
    { "after", FLAG_TEXT, "TREE", "what is to run next" },
    { "state", FLAG_TEXT, "DIR", "folder with the last known good, which a pass replaces, and the audit log" },
    { "bootstrap", FLAG_SWITCH, NULL, "the first run: nothing was saved yet, so compare with nothing" },
    { "keep", FLAG_NUMBER, "N", "generations of the last known good that stay (default 5)" },
    { "lock-wait", FLAG_NUMBER, "SECONDS", "how long to wait for another gate on the same folder (default 0)" },
    { "rollback-to", FLAG_NUMBER, "N", "only print what going back to this generation would bring" },
    { "manifest", FLAG_TEXT, "FILE", "what prowgate seal wrote (default: " SEAL_NAME " in AFTER, where it is there)" },
    { "verify-command", FLAG_TEXT, "COMMAND",
      "gets the manifest's bytes on standard input and the signature as the file {signature}" },
    { "verify-timeout", FLAG_NUMBER, "SECONDS", "how long it may take (default 30)" },
    { "skip-guard", FLAG_LIST, "NAME",
      "don't count this guard: before-loaded, after-loaded, after-accepted, seal, "
      "tree-size, retirements, presets-compatible, merging, load, judge, deployed-known, state-intact" },
    { "reason", FLAG_LIST, "TEXT", "why, for the --skip-guard before it" },
    { "open-prs", FLAG_TEXT, "FILE", "JSON list of open pull requests, to count the runs that it starts" },
    { "dry-run", FLAG_SWITCH, NULL, "decide everything, write nothing" },
    { "metrics", FLAG_TEXT, "FILE", "write the decision for Prometheus' textfile collector" },
    CONFIRM_FLAGS,
    SERVE_FLAGS,
    ACK_FLAGS,
    PROJECT_FLAGS,
    LINKED_FLAGS,
    OUTPUT_FLAGS,
    JUDGED_FLAGS,
    FETCH_FLAGS,
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

/* What an alert reads must say undecided too, when nothing was decided. */
static bool write_metrics(const struct args *args, const struct gating *g, uint64_t elapsed_ms)
{
    const struct gate_decision *d = &g->evaluation.decision;
    struct str file = args_text(args, "metrics", STR(""));
    struct buf out = { 0 };
    bool ok;

    if (file.len == 0 || args_has(args, "dry-run"))
        return true;
    metrics_verdict(&out, d->verdict);
    metrics_decision(&out, g->refused ? NULL : d, PROWGATE_VERSION, d->time, elapsed_ms);
    ok = output_file(args, file.p, buf_str(&out));
    buf_free(&out);
    return ok;
}

/* Nothing was decided, or nobody decides any more. */
static bool write_undecided_metrics(const struct args *args)
{
    const struct gating none = { .refused = true, .evaluation.decision.time = (int64_t)time(NULL) };

    return write_metrics(args, &none, 0);
}

static enum exit_status undecided(const struct args *args)
{
    write_undecided_metrics(args);
    return run_undecided(args);
}

/* The first guard that stops it. */
static struct str reason_of(const struct gating *g, struct arena *a)
{
    if (g->refused)
        return ARENA_JOIN(a, STR("the run was refused: "), command_complaint(g->args));
    for (size_t i = 0; i < GUARD_COUNT; i++) {
        const struct guard *guard = &g->evaluation.decision.guards[i];
        if (guard_stops(guard))
            return ARENA_JOIN(a, str_c(guard->name), STR(": "), guard->detail);
    }
    return STR("");
}

/* "seal: "no sealer", tree-size: "a repo moved"" */
static struct str skipped_of(const struct gating *g, struct arena *a)
{
    struct str all = STR("");

    for (size_t i = 0; i < GUARD_COUNT && !g->refused; i++) {
        const struct guard *guard = &g->evaluation.decision.guards[i];
        if (guard->skipped)
            all = ARENA_JOIN(a, all, all.len ? STR(", ") : STR(""), str_c(guard->name), STR(": "),
                             arena_quote(a, guard->reason));
    }
    return all;
}

/* For the server, which outlives the evaluation: copies. */
static void fill(struct serve_result *served, const struct gating *g, const struct report *r, enum verdict verdict)
{
    const struct gate_decision *d = g->refused ? NULL : &g->evaluation.decision;
    struct buf out = { 0 };

    served->verdict = verdict;
    served->loaded = d && gate_loaded(d);
    served->skipped = skipped_of(g, &served->arena);
    served->why = reason_of(g, &served->arena);
    if (g->after.open && g->after.source.kind == SOURCE_GIT)
        served->from =
            ARENA_JOIN(&served->arena, served->from, STR(" -> "), fs_git_tree_id(&g->after.source.git, &served->arena));
    metrics_decision(&out, d, PROWGATE_VERSION, g->evaluation.decision.time, r->elapsed_ms);
    served->metrics = arena_copy(&served->arena, buf_str(&out));
    buf_reset(&out);
    report_json(r, &out);
    served->report = arena_copy(&served->arena, buf_str(&out));
    buf_free(&out);
}

/* What is read outside of the trees is known once they were opened. */
static void watch_sides(struct watch *watch, const struct gating *g)
{
    const struct opened_side *sides[] = { &g->before, &g->after };

    for (size_t i = 0; i < COUNT_OF(sides); i++)
        if (sides[i]->side.fs && sides[i]->source.kind == SOURCE_FOLDER)
            watch_project(watch, &sides[i]->project, sides[i]->side.ledger_open ? &sides[i]->side.ledger : NULL);
    /* The tree on the other side of the link, where the project file names it. */
    if (g->after.project.linked_prow.len)
        watch_add(watch, g->after.project.linked_prow);
    if (g->after.project.linked_pipelines.len)
        watch_add(watch, g->after.project.linked_pipelines);
}

/* Without a proof a pass is good at once, and called what it is. */
static void tell_saved(const struct gating *g)
{
    const struct gate_decision *d = &g->evaluation.decision;

    if (d->candidate)
        fprintf(stderr,
                "prowgate: %s candidate generation %" PRIu64
                " of %.*s: not good until prowgate gate --confirm says so\n",
                d->saved ? "saved as" : "this is", d->candidate, STR_ARG(g->options.state));
    else if (d->saved)
        fprintf(stderr, "prowgate: saved as generation %" PRIu64 " of %.*s, unproven: nobody asked whether it lives\n",
                d->generation, STR_ARG(g->options.state));
}

/* The files that others read; the reason is complained of. */
static bool tell_files(struct gating *g, struct report *r, uint64_t started)
{
    bool ok;

    *r = gating_report(g);
    r->elapsed_ms = (uint64_t)clock_ms() - started;
    ok = write_metrics(g->args, g, r->elapsed_ms);
    return (g->refused || output_files(g->args, r)) && ok;
}

static bool tell_output(struct gating *g, struct report *r)
{
    if (g->refused)
        return true;
    errno = 0;
    if (output_print(g->args, r) && fflush(stdout) == 0)
        return true;
    command_fail(g->args, "standard output: %s", strerror(errno ? errno : EIO));
    return false;
}

static void withdraw(struct gating *g)
{
    struct evaluation *e = &g->evaluation;

    evaluation_withdraw(e, ARENA_JOIN(&e->decision.arena, STR("what was decided could not be written: "),
                                      command_complaint(g->args)));
}

/* The decision is told before it counts: what can't be told is not acted on, and what does not come about is told anew. */
static bool tell(struct gating *g, struct report *r, uint64_t started)
{
    bool told = tell_files(g, r, started);

    if (g->refused) {
        run_undecided(g->args);
        return told;
    }
    if (!told) {
        withdraw(g);
        tell_files(g, r, started);
    }
    if (!tell_output(g, r)) {
        withdraw(g);
        told = false;
        tell_files(g, r, started);
    }
    if (!gating_end(g)) {
        bool changed = r->verdict != g->evaluation.decision.verdict;
        command_fail(g->args, "undecided: %.*s", STR_ARG(g->evaluation.decision.guards[GUARD_STATE_INTACT].detail));
        tell_files(g, r, started);
        told = (!changed || tell_output(g, r)) && told;
    }
    return told;
}

/* watch and served are NULL but for the server. */
static enum exit_status evaluate(struct arena *arena, const struct args *args, struct watch *watch,
                                 struct serve_result *served)
{
    uint64_t started = (uint64_t)clock_ms();
    enum exit_status status;
    struct gating g = { 0 };
    struct report r;
    bool told;

    gating_run(&g, args, arena);
    if (watch)
        watch_sides(watch, &g);
    told = tell(&g, &r, started);
    tell_saved(&g);
    status = told ? exit_status_of(r.verdict) : EXIT_UNDECIDED;
    if (served)
        fill(served, &g, &r, told ? r.verdict : verdict_from(1, 0));
    gating_free(&g);
    return status;
}

/* A folder by what its links lead to. */
static struct str place_of(struct arena *a, struct str given)
{
    char *real = realpath(given.p, NULL);
    struct str place = given;

    if (real && !str_eq(given, str_c(real)))
        place = ARENA_JOIN(a, given, STR(" -> "), str_c(real));
    free(real);
    return place;
}

static void evaluate_again(void *context, struct serve_result *served)
{
    struct watch *watch = context;
    struct arena arena = { 0 };

    served->from = place_of(&served->arena, fetch_shown(args_text(watch->args, "after", STR("."))));
    evaluate(&arena, watch->args, watch, served);
    watch_settle(watch);
    fflush(stdout);
    arena_free(&arena);
}

/* Everything that an evaluation reads. */
static enum exit_status keep_serving(struct arena *arena, const struct args *args)
{
    static const char *const read[] = { "after", "before", "manifest", "baseline", "project", "open-prs",
                                         "prow",  "pipelines" };
    struct watch watch = { .args = args, .arena = arena, .except = args_text(args, "state", STR("")).p };
    enum exit_status status;

    for (size_t i = 0; i < COUNT_OF(read); i++)
        if (args_has(args, read[i]) && !watch_add(&watch, args_text(args, read[i], STR(""))))
            return undecided(args);
    if (args_has(args, "state"))
        watch_own(&watch, args_text(args, "state", STR("")));
    status = gate_serve(arena, args, &watch, evaluate_again, &watch);
    return write_undecided_metrics(args) ? status : EXIT_UNDECIDED;
}

/* What a generation is, and where the last known good can be read, what it would become. */
static bool tell_generation(const struct args *args, struct state *then, const struct state *now, struct report *r)
{
    struct findings none = { 0 };
    struct delta delta;
    bool ok;

    if (now)
        delta_init(&delta, &now->side, &then->side, &(struct delta_wish){ 0 });
    *r = run_report_side(&then->side, then->deployed, then->deployed_count);
    r->verdict = verdict_from(!now || delta.patterns.gave_up, 0);
    r->findings = &none;
    r->delta = now ? &delta : NULL;
    ok = output_write(args, r);
    if (now)
        delta_free(&delta);
    return ok;
}

static bool compare_generations(struct state_dir *d, uint64_t target, const struct args *args, struct report *r)
{
    struct state now, then;
    struct str why;
    bool known = state_dir_load(d, &now, &why) == GATE_STATE_INTACT, ok = false;

    if (!known)
        command_fail(args, "%.*s", STR_ARG(why));
    if (state_dir_load_generation(d, target, &then, &why)) {
        ok = tell_generation(args, &then, known ? &now : NULL, r);
        state_free(&then);
    } else {
        command_fail(args, "%.*s", STR_ARG(why));
    }
    if (known)
        state_free(&now);
    return ok;
}

static enum exit_status roll_back(const struct args *args)
{
    struct str path = args_text(args, "state", STR("")), why;
    enum exit_status status = EXIT_UNDECIDED;
    struct state_dir d;
    struct report r;

    if (path.len == 0)
        return command_fail(args, "--rollback-to needs --state");
    if (!state_dir_open(&d, path, false, args_number(args, "lock-wait", 0) * 1000, &why))
        command_fail(args, "%.*s", STR_ARG(why));
    else if (compare_generations(&d, args_number(args, "rollback-to", 0), args, &r))
        status = exit_status_of(r.verdict);
    state_dir_close(&d);
    return status;
}

/* What prowgate writes into the tree that it judges would be judged next time, and synced with it. */
static bool lies_outside(struct arena *a, const struct args *args, const char *flag)
{
    struct str given = args_text(args, flag, STR(""));
    bool inside = given.len && gate_lies_inside(a, given, args_text(args, "after", STR(".")));

    if (inside)
        command_fail(args,
                     "--%s %.*s lies inside of the tree that is judged, where it would be judged and synced with it; "
                     "keep it elsewhere",
                     flag, STR_ARG(given));
    return !inside;
}

static enum exit_status gate(struct arena *arena, const struct args *args)
{
    if (args_has(args, "rollback-to"))
        return output_check(args) ? roll_back(args) : EXIT_UNDECIDED;
    if (args_has(args, "confirm"))
        return gate_confirm(arena, args, false);
    if (!output_check(args)) {
        write_undecided_metrics(args);
        return EXIT_UNDECIDED;
    }
    if (!args_has(args, "after")) {
        command_fail(args, "gate wants the configuration that is to run next as --after");
        return undecided(args);
    }
    if (args_has(args, "bootstrap") && !args_has(args, "state")) {
        command_fail(args, "--bootstrap begins a folder with the last known good: say which with --state");
        return undecided(args);
    }
    if (!lies_outside(arena, args, "state"))
        return undecided(args);
    if (!lies_outside(arena, args, "metrics")) /* an alert must not see the decision of an earlier run */
        return access(args_text(args, "metrics", STR("")).p, F_OK) == 0 ? undecided(args) : run_undecided(args);
    return args_has(args, "serve") ? keep_serving(arena, args) : evaluate(arena, args, NULL, NULL);
}

const struct command command_gate = {
    .name = "gate",
    .words = "--after TREE",
    .summary = "Decide whether a configuration may be acted on, and keep the last known good",
    .note = "Every guard is evaluated and printed. Only exit status 0 allows to act.",
    .flags = flags,
    .most_words = 0,
    .run = gate,
};

#include "command/gating.h"
#include "command/output.h"
#include "command/fetch.h"
#include "command/run.h"
#include "command/version.h"

#include "gate/metrics.h"

#include <inttypes.h>
#include <stdlib.h>

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
    { "skip-guard", FLAG_LIST, "NAME", "don't count this guard: before-loaded, after-loaded, after-accepted, seal, "
                                       "tree-size, retirements, presets-compatible, deployed-known, state-intact" },
    { "reason", FLAG_LIST, "TEXT", "why, for the --skip-guard before it" },
    { "dry-run", FLAG_SWITCH, NULL, "decide everything, write nothing" },
    { "metrics", FLAG_TEXT, "FILE", "write the decision for Prometheus' textfile collector" },
    PROJECT_FLAGS,
    OUTPUT_FLAGS,
    JUDGED_FLAGS,
    FETCH_FLAGS,
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

/* What an alert reads must say undecided too, when nothing was decided. */
static bool write_metrics(const struct args *args, const struct gating *g, uint64_t elapsed_ms)
{
    struct str file = args_text(args, "metrics", STR(""));
    struct buf out = { 0 };
    bool ok;

    if (file.len == 0)
        return true;
    metrics_verdict(&out, g->decision.verdict);
    metrics_decision(&out, g->refused ? NULL : &g->decision, PROWGATE_VERSION, g->decision.time, elapsed_ms);
    ok = output_file(file.p, buf_str(&out));
    buf_free(&out);
    return ok;
}

static enum exit_status evaluate(struct arena *arena, const struct args *args)
{
    uint64_t started = run_now_ms();
    struct gating g = { 0 };
    struct report r;
    bool written;

    gating_run(&g, args, arena);
    r = gating_report(&g);
    r.elapsed_ms = run_now_ms() - started;
    written = write_metrics(args, &g, r.elapsed_ms);
    if (g.refused)
        run_undecided(args);
    else
        written = output_write(args, &r) && written;
    if (g.decision.saved)
        fprintf(stderr, "prowgate: saved as generation %" PRIu64 " of %.*s\n", g.decision.generation,
                STR_ARG(g.dir.path));
    gating_free(&g);
    return written ? exit_status_of(r.verdict) : EXIT_UNDECIDED;
}

/* What the last known good would become. */
static bool compare_generations(struct state_dir *d, uint64_t target, const struct args *args, struct report *r)
{
    struct findings none = { 0 };
    struct state now, then;
    struct delta delta;
    struct str why;
    bool ok = false;

    if (state_dir_load(d, &now, &why) != GATE_STATE_INTACT)
        return command_fail("%.*s", STR_ARG(why)), false;
    if (!state_dir_load_generation(d, target, &then, &why)) {
        command_fail("%.*s", STR_ARG(why));
    } else {
        delta_init(&delta, &now.side, &then.side);
        *r = (struct report){
            .verdict = delta.patterns.gave_up ? VERDICT_UNDECIDED : VERDICT_PASS,
            .findings = &none,
            .deployed = then.deployed,
            .deployed_count = then.deployed_count,
            .files = then.side.files,
            .bytes = then.side.bytes,
            .presubmits = then.side.counts[PRESUBMIT],
            .postsubmits = then.side.counts[POSTSUBMIT],
            .periodics = then.side.counts[PERIODIC],
            .presets = then.side.preset_count,
            .delta = &delta,
            .version = PROWGATE_VERSION,
        };
        ok = output_write(args, r);
        delta_free(&delta);
        state_free(&then);
    }
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
        return command_fail("--rollback-to needs --state");
    if (!state_dir_open(&d, path, false, args_number(args, "lock-wait", 0) * 1000, &why))
        command_fail("%.*s", STR_ARG(why));
    else if (compare_generations(&d, args_number(args, "rollback-to", 0), args, &r))
        status = exit_status_of(r.verdict);
    state_dir_close(&d);
    return status;
}

static enum exit_status gate(struct arena *arena, const struct args *args)
{
    if (!output_check(args))
        return EXIT_UNDECIDED;
    if (args_has(args, "rollback-to"))
        return roll_back(args);
    if (!args_has(args, "after")) {
        command_fail("gate wants the configuration that is to run next as --after");
        return run_undecided(args);
    }
    if (args_has(args, "bootstrap") && !args_has(args, "state")) {
        command_fail("--bootstrap begins a folder with the last known good: say which with --state");
        return run_undecided(args);
    }
    return evaluate(arena, args);
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

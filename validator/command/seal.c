#include "base/clock.h"
#include "command/judged.h"
#include "command/noted.h"
#include "command/output.h"
#include "command/reported.h"
#include "command/version.h"

#include "base/path.h"
#include "gate/seal_compare.h"
#include "gate/seal_sign.h"

enum { SIGN_SECONDS = 30 };

static const struct flag flags[] = {
    PROJECT_FLAGS,
    OUTPUT_FLAGS,
    JUDGED_FLAGS,
    { "manifest", FLAG_TEXT, "FILE", "where the manifest goes; - is standard output (default: ROOT/" SEAL_NAME ")" },
    { "sign-command", FLAG_TEXT, "COMMAND", "gets the manifest's bytes on standard input, prints the signature" },
    { "sign-timeout", FLAG_NUMBER, "SECONDS", "how long it may take (default 30)" },
    { "despite", FLAG_TEXT, "VERDICT", "seal a tree with this verdict, reject or undecided, all the same" },
    { "reason", FLAG_TEXT, "TEXT", "why, for --despite: it is written into the manifest" },
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

struct sealing {
    struct arena *arena;
    const struct args *args;
    const struct project *project;
    const struct fs *fs;
    struct judged judged;
    struct fs_ledger ledger;
    bool to_stdout;
    uint64_t started; /* milliseconds */
};

static bool check_flags(const struct args *args)
{
    struct str despite = args_text(args, "despite", STR(""));
    enum verdict v;

    if (despite.len && (!verdict_parse(despite, &v) || v == VERDICT_PASS)) {
        command_fail(args, "--despite is reject or undecided, not \"%.*s\"", STR_ARG(despite));
        return false;
    }
    if (args_has(args, "despite") != args_has(args, "reason")) {
        command_fail(args,
                     "--despite and --reason belong together: the manifest says why a tree was sealed that does not "
                     "pass");
        return false;
    }
    return output_check(args);
}

/* Whether this tree may be sealed: it passes, or its verdict was named. */
static bool may_seal(const struct sealing *s)
{
    struct str despite = args_text(s->args, "despite", STR(""));

    if (s->judged.verdict == VERDICT_PASS || str_eq(despite, str_c(verdict_name(s->judged.verdict))))
        return true;
    command_fail(s->args,
                 "not sealed: the verdict is %s; --despite %s with --reason seals it all the same, and says so",
                 verdict_name(s->judged.verdict), verdict_name(s->judged.verdict));
    return false;
}

/* The manifest of what was read, once it is sure that nothing changed meanwhile. */
static bool take(struct sealing *s, struct seal *seal)
{
    const struct prow_tree *t = &s->judged.tree;
    struct seal_differences meanwhile;
    struct str error;

    *seal = (struct seal){
        .tool = STR("prowgate " PROWGATE_VERSION),
        .paths = s->project->paths,
        .deployed = s->judged.deployed.components,
        .deployed_count = s->judged.deployed.count,
        .verdict = s->judged.verdict,
        .despite = s->judged.verdict == VERDICT_PASS ? STR("") : args_text(s->args, "reason", STR("")),
        .counts = { t->jobs[PRESUBMIT], t->jobs[POSTSUBMIT], t->jobs[PERIODIC] },
        .presets = t->preset_count,
    };
    if (!noted(&s->ledger, s->arena, s->args, s->project, &s->judged.deployed, s->judged.deployed.count, &error)) {
        command_fail(s->args, "not sealed: %.*s", STR_ARG(error));
        return false;
    }
    if (!seal_take_files(seal, s->arena, &s->ledger, t, &error)) {
        command_fail(s->args, "not sealed: %.*s changed while it was read", STR_ARG(error));
        return false;
    }
    if (!seal_compare(seal, s->fs, judged_threads(s->args), s->arena, &meanwhile, &error)) {
        command_fail(s->args, "not sealed: %.*s", STR_ARG(error));
        return false;
    }
    for (size_t i = 0; i < meanwhile.count; i++)
        command_fail(s->args, "not sealed: %s while it was read: %.*s", seal_difference_name(meanwhile.items[i].kind),
                     STR_ARG(meanwhile.items[i].path));
    return meanwhile.count == 0;
}

static bool sign(struct sealing *s, struct str body, struct str *signature)
{
    struct str command = args_text(s->args, "sign-command", STR("")), error;
    unsigned seconds = args_number(s->args, "sign-timeout", SIGN_SECONDS);

    *signature = STR("");
    if (command.len == 0 || seal_sign(s->arena, command, body, seconds * 1000, signature, &error))
        return true;
    command_fail(s->args, "not sealed: signing failed: %.*s", STR_ARG(error));
    return false;
}

static bool put(struct sealing *s, struct str manifest)
{
    struct str beside = path_join(s->arena, str_c(s->project->root), STR(SEAL_NAME));
    struct str file = args_text(s->args, "manifest", beside);

    if (s->to_stdout)
        return fwrite(manifest.p, 1, manifest.len, stdout) == manifest.len;
    return output_file(s->args, file.p, manifest);
}

static bool write_manifest(struct sealing *s)
{
    struct buf body = { 0 }, out = { 0 };
    struct str signature;
    struct seal seal;
    bool ok = take(s, &seal);

    if (ok) {
        seal_write_body(&seal, &body);
        ok = sign(s, buf_str(&body), &signature);
    }
    if (ok) {
        seal_write(buf_str(&body), signature, &out);
        ok = put(s, buf_str(&out));
    }
    if (ok)
        fprintf(stderr, "prowgate: sealed %zu file%s%s%s%s, %.*s\n", seal.count, str_plural(seal.count),
                signature.len ? ", signed" : "", seal.despite.len ? " despite the verdict " : "",
                seal.despite.len ? verdict_name(seal.verdict) : "",
                STR_ARG(str_slice(buf_str(&out), 11, 11 + 7 + 2 * (size_t)SHA256_BYTES)));
    buf_free(&body);
    buf_free(&out);
    return ok;
}

/* With the manifest on standard output, the report goes to --report files only. */
static bool put_report(struct sealing *s, struct report *r)
{
    if (!s->to_stdout)
        return output_write(s->args, r);
    return output_files(s->args, r);
}

static enum exit_status judge_and_seal(struct sealing *s)
{
    bool may, sealed;
    struct report r;

    if (!judged_open(&s->judged, s->arena, s->args, s->project, s->fs))
        return EXIT_UNDECIDED;
    s->judged.acting = true;
    judged_read_twice(&s->judged);
    if (!judged_load(&s->judged, &s->ledger.fs, NULL))
        return EXIT_UNDECIDED;
    may = may_seal(s);
    sealed = may && write_manifest(s);
    if (may && !sealed) { /* a report that says pass would be taken for a seal */
        run_tell(s->args, &s->judged.findings, STR("nothing-decided"));
        s->judged.verdict = verdict_of(&s->judged.findings, false);
    }
    r = judged_report(&s->judged);
    r.elapsed_ms = (uint64_t)clock_ms() - s->started;
    if (!put_report(s, &r))
        return EXIT_UNDECIDED;
    return sealed ? EXIT_PASS : exit_status_of(s->judged.verdict);
}

static enum exit_status seal(struct arena *arena, const struct args *args)
{
    struct sealing s = { .arena = arena,
                         .args = args,
                         .started = (uint64_t)clock_ms(),
                         .to_stdout = str_eq(args_text(args, "manifest", STR("")), STR("-")) };
    enum exit_status status;
    struct project project;
    struct source source;

    if (!check_flags(args) ||
        !project_open(&project, &source, arena, args, args->word_count ? args->words[0] : STR(".")))
        return EXIT_UNDECIDED;
    if (source.kind != SOURCE_FOLDER && !args_has(args, "manifest")) {
        source_close(&source);
        return command_fail(args, "a manifest can't be written into %.*s; say where it goes with --manifest",
                            STR_ARG(source.name));
    }
    s.project = &project;
    s.fs = source.fs;
    fs_ledger_init(&s.ledger, s.fs);
    s.ledger.blobs = true;
    status = judge_and_seal(&s);
    judged_free(&s.judged);
    fs_ledger_free(&s.ledger);
    source_close(&source);
    return status;
}

const struct command command_seal = {
    .name = "seal",
    .words = "[ROOT]",
    .summary = "Write a manifest of a tree that passes the check",
    .flags = flags,
    .most_words = 1,
    .run = seal,
};

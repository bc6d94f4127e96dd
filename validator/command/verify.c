#include "base/clock.h"
#include "command/command.h"
#include "command/fetch.h"
#include "command/judged.h"
#include "command/output.h"
#include "command/reported.h"
#include "command/source.h"
#include "command/version.h"

#include "base/path.h"
#include "gate/seal_compare.h"
#include "gate/seal_sign.h"
#include "report/report.h"
#include "report/safe.h"

enum { VERIFY_SECONDS = 30 };

static const struct flag flags[] = {
    { "manifest", FLAG_TEXT, "FILE", "what prowgate seal wrote (default: ROOT/" SEAL_NAME ")" },
    { "verify-command", FLAG_TEXT, "COMMAND",
      "gets the manifest's bytes on standard input and the signature as the file " SEAL_SIGNATURE_WORD },
    { "verify-timeout", FLAG_NUMBER, "SECONDS", "how long it may take (default 30)" },
    { "format", FLAG_TEXT, "NAME", "what goes to standard output: text (default) or json" },
    { "quiet", FLAG_SWITCH, NULL, "no closing summary" },
    { "jobs", FLAG_NUMBER, "N", "files read at once (default: the CPUs of this machine)" },
    FETCH_FLAGS,
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

struct verifying {
    struct arena *arena;
    const struct args *args;
    const struct fs *fs;
    struct seal_found manifest;
    struct seal_differences differences;
    enum verdict verdict;
    struct str error; /* why nothing could be decided; empty when something could */
    uint64_t started; /* milliseconds */
};

static bool fail(struct verifying *v, struct str error)
{
    v->error = error;
    return false;
}

static bool read_manifest(struct verifying *v)
{
    struct str command = args_text(v->args, "verify-command", STR(""));
    unsigned timeout = args_number(v->args, "verify-timeout", VERIFY_SECONDS) * 1000;

    return seal_find_manifest(&v->manifest, v->arena, v->fs, args_text(v->args, "manifest", STR("")), &v->error) &&
           seal_check_found(&v->manifest, v->arena, command, timeout, &v->error);
}

static bool compare(struct verifying *v)
{
    unsigned threads = judged_threads(v->args);
    struct str why;

    if (threads == 0)
        return fail(v, STR("--jobs is out of range"));
    if (!seal_compare(&v->manifest.seal, v->fs, threads, v->arena, &v->differences, &why))
        return fail(v, why);
    return true;
}

static struct str signature_is(const struct verifying *v)
{
    if (v->manifest.seal.signature.len == 0)
        return STR("none");
    return v->manifest.signature_checked ? STR("checked") : STR("not checked");
}

static void put_summary(const struct verifying *v, struct buf *out)
{
    const struct seal *s = &v->manifest.seal;

    buf_printf(out, "%s: ", verdict_name(v->verdict));
    if (v->differences.count)
        buf_printf(out, "%zu difference%s from the %zu sealed file%s", v->differences.count,
                   str_plural(v->differences.count), s->count, str_plural(s->count));
    else
        buf_printf(out, "the %zu sealed file%s, byte for byte, and no others", s->count, str_plural(s->count));
    buf_printf(out, "; manifest sha256:%.*s", STR_ARG(str_slice(s->digest, 0, 12)));
    if (s->signature.len)
        buf_printf(out, ", signature %.*s", STR_ARG(signature_is(v)));
    buf_char(out, '\n');
}

static void put_text(const struct verifying *v, struct buf *out)
{
    const struct seal *s = &v->manifest.seal;

    if (v->error.len) {
        buf_put(out, STR("undecided: "));
        put_safe(out, v->error);
        buf_char(out, '\n');
        return;
    }
    if (s->verdict != VERDICT_PASS) {
        buf_printf(out, "sealed despite the verdict %s: ", verdict_name(s->verdict));
        put_safe(out, s->despite);
        buf_char(out, '\n');
    }
    for (size_t i = 0; i < v->differences.count; i++) {
        const struct seal_difference *d = &v->differences.items[i];
        buf_printf(out, "%s: ", seal_difference_name(d->kind));
        put_safe(out, d->path);
        buf_put(out, d->detail.len ? STR(": ") : STR(""));
        put_safe(out, d->detail);
        buf_char(out, '\n');
    }
    if (!args_has(v->args, "quiet"))
        put_summary(v, out);
}

static void put_seal(const struct verifying *v, json_t *o)
{
    const struct seal *s = &v->manifest.seal;
    json_t *seal = json_put_object(o, "seal");

    json_put_string(seal, "digest", ARENA_JOIN(v->arena, STR("sha256:"), s->digest));
    json_put_string(seal, "verdict", str_c(verdict_name(s->verdict)));
    json_put_text(seal, "despite", s->despite);
    json_put_string(seal, "tool", s->tool);
    json_put_string(seal, "signature", signature_is(v));
}

static void put_differences(const struct verifying *v, json_t *o)
{
    json_t *list = json_put_array(o, "differences");

    for (size_t i = 0; i < v->differences.count; i++) {
        const struct seal_difference *d = &v->differences.items[i];
        json_t *one = json_add_object(list);
        json_put_string(one, "kind", str_c(seal_difference_name(d->kind)));
        json_put_string(one, "file", d->path);
        json_put_text(one, "detail", d->detail);
    }
}

static void put_json(const struct verifying *v, struct buf *out)
{
    json_t *o = report_begin_json(PROWGATE_VERSION), *summary;

    json_put_string(o, "verdict", str_c(verdict_name(v->verdict)));
    if (v->error.len)
        json_put_string(o, "error", v->error);
    else
        put_seal(v, o);
    summary = json_put_object(o, "summary");
    json_put_int(summary, "files", (int64_t)v->manifest.seal.count);
    json_put_int(summary, "differences", (int64_t)v->differences.count);
    json_put_int(summary, "elapsed_ms", (int64_t)((uint64_t)clock_ms() - v->started));
    put_differences(v, o);
    json_print(o, 2, out);
    buf_char(out, '\n');
}

static enum exit_status verify_tree(struct verifying *v)
{
    bool json = str_eq(args_text(v->args, "format", STR("text")), STR("json"));
    struct buf out = { 0 };

    if (!v->error.len && read_manifest(v))
        compare(v);
    v->verdict = v->error.len ? verdict_from(1, 0) : seal_verdict(&v->differences);
    (json ? put_json : put_text)(v, &out);
    fwrite(out.p, 1, out.len, stdout);
    buf_free(&out);
    buf_free(&v->manifest.bytes);
    return exit_status_of(v->verdict);
}

static enum exit_status verify(struct arena *arena, const struct args *args)
{
    struct verifying v = { .arena = arena, .args = args, .started = (uint64_t)clock_ms() };
    struct str format = args_text(args, "format", STR("text"));
    struct str root = args->word_count ? args->words[0] : STR(".");
    enum exit_status status;
    struct source source;
    bool opened;

    if (!str_eq(format, STR("text")) && !str_eq(format, STR("json")))
        return command_fail(args, "no format is called \"%.*s\"; there are text and json", STR_ARG(format));
    opened = source_open(&source, arena, args, root);
    if (!opened)
        fail(&v, ARENA_JOIN(arena, root, STR(": it can't be opened; the reason stands on standard error")));
    else if (!source.fs)
        fail(&v, ARENA_JOIN(arena, root, STR(": a snapshot holds no files to compare")));
    v.fs = opened ? source.fs : NULL;
    status = verify_tree(&v);
    if (opened)
        source_close(&source);
    return status;
}

const struct command command_verify = {
    .name = "verify",
    .words = "[ROOT]",
    .summary = "Prove that a tree is the sealed one, file by file",
    .flags = flags,
    .most_words = 1,
    .run = verify,
};

#include "source/fetch.h"

#include "base/gzip.h"
#include "source/answer.h"
#include "source/transfer.h"
#include "syntax/scalar/duration.h"

#define SECOND INT64_C(1000000000)

static const char *const KIND_NAMES[] = {
    [FETCH_OK] = "ok",
    [FETCH_CONNECTION] = "connection",
    [FETCH_TIMEOUT] = "timeout",
    [FETCH_BUSY] = "busy",
    [FETCH_BAD_URL] = "bad-url",
    [FETCH_CERTIFICATE] = "certificate",
    [FETCH_REDIRECT] = "redirect",
    [FETCH_STATUS] = "status",
    [FETCH_UNREADABLE] = "unreadable",
    [FETCH_TOO_LARGE] = "too-large",
    [FETCH_NOT_YAML] = "not-yaml",
    [FETCH_FAILED] = "failed",
    [FETCH_EXHAUSTED] = "exhausted",
    [FETCH_DEADLINE] = "deadline",
    [FETCH_CANCELLED] = "cancelled",
};

const char *fetch_kind_name(enum fetch_kind kind)
{
    return KIND_NAMES[kind];
}

struct fetch_options fetch_defaults(void)
{
    return (struct fetch_options){
        .connect_timeout = 10 * SECOND,
        .timeout = 30 * SECOND,
        .most = (size_t)64 << 20,
        .retry = { .attempts = 5, .initial = SECOND, .most = 30 * SECOND, .deadline = 120 * SECOND },
        .cancel = -1,
    };
}

bool fetch_is_url(struct str s)
{
    return str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

/* One call of fetch_url. */
struct fetching {
    struct str url;
    const struct fetch_options *options;
    struct arena *arena;
    struct retry retry;
    struct buf body, spare;
    struct transfer transfer; /* of the last attempt */
};

static void set(struct transfer *t, enum fetch_kind kind, struct str words)
{
    t->kind = kind;
    t->words = words;
}

static bool can_heal(enum fetch_kind kind)
{
    return kind == FETCH_CONNECTION || kind == FETCH_TIMEOUT || kind == FETCH_BUSY;
}

/* What an answer that is not the one wanted says to whoever reads about it. */
static struct str status_words(const struct fetching *f)
{
    const struct transfer *t = &f->transfer;
    const char *more = "";

    if (t->status == 401 && f->options->token.len == 0)
        more = ": it wants a token (--token-file or --token-env)";
    else if (t->status == 401 || t->status == 403)
        more = f->options->token.len ? ": it does not take the token" : ": it does not let us in";
    else if (t->status == 404)
        more = ": there is no such page";
    else if (t->status == 429)
        more = ": too many requests";
    else if (t->status >= 300 && t->status < 400)
        more = ": a redirect to nowhere";
    return arena_printf(f->arena, "the server answers %ld%s", t->status, more);
}

/* Unpacks a body that was sent as gzip. One that was cut heals, one that is wrong does not. */
static void unpack(struct fetching *f)
{
    struct transfer *t = &f->transfer;
    size_t most = f->options->most;
    struct str reason;
    struct buf packed;

    if (!gzip_expand(buf_str(&f->body), most, &f->spare, f->arena, &reason)) {
        if (f->spare.len > most)
            set(t, FETCH_TOO_LARGE, arena_printf(f->arena, "the answer unpacks to more than %zu bytes", most));
        else if (str_eq(reason, STR("unexpected EOF")) || str_eq(reason, STR("EOF")))
            set(t, FETCH_CONNECTION, STR("the answer ended in the middle of its gzip stream"));
        else
            set(t, FETCH_UNREADABLE, ARENA_JOIN(f->arena, STR("the answer can't be unpacked: "), reason));
        return;
    }
    packed = f->body;
    f->body = f->spare;
    f->spare = packed;
}

/* A whole answer of status 200: what it holds. */
static void look_at_body(struct fetching *f)
{
    struct transfer *t = &f->transfer;
    struct str words;

    if (t->unframed.len) {
        set(t, FETCH_UNREADABLE, t->unframed);
        return;
    }
    if (str_eq(t->encoding, STR("gzip")) || str_eq(t->encoding, STR("x-gzip"))) {
        unpack(f);
    } else if (t->encoding.len && !str_eq(t->encoding, STR("identity"))) {
        set(t, FETCH_UNREADABLE,
            arena_printf(f->arena, "the answer comes in the encoding \"%.*s\", which was not asked for",
                         STR_ARG(t->encoding)));
    }
    if (t->kind == FETCH_OK && !f->options->any_answer &&
        !answer_is_mapping(buf_str(&f->body), t->type, f->arena, &words))
        set(t, FETCH_NOT_YAML,
            ARENA_JOIN(f->arena, STR("the answer is "), words, STR(", not a configuration in YAML")));
}

static void attempt(struct fetching *f, int64_t left)
{
    const struct fetch_options *o = f->options;
    struct transfer *t = &f->transfer;

    f->retry.attempts++;
    transfer_run(t, f->url, o, o->timeout < left ? o->timeout : left, &f->body, f->arena);
    if (t->kind != FETCH_OK)
        return;
    if (t->status == 200)
        look_at_body(f);
    else
        set(t, t->status == 429 || t->status >= 500 ? FETCH_BUSY : FETCH_STATUS, status_words(f));
}

static bool fail(const struct fetching *f, enum fetch_kind kind, struct str words, struct fetch_error *error)
{
    *error = (struct fetch_error){ .kind = kind,
                                   .last = f->transfer.kind,
                                   .words = words,
                                   .status = f->transfer.status,
                                   .attempts = f->retry.attempts,
                                   .elapsed = retry_elapsed(&f->retry) };
    return false;
}

static bool fail_deadline(const struct fetching *f, int64_t wait, struct fetch_error *error)
{
    struct str deadline = duration_string(f->options->retry.deadline, f->arena), last = f->transfer.words;
    const char *count = f->retry.attempts == 1 ? "attempt" : "attempts";
    struct str words;

    if (wait)
        words = arena_printf(f->arena,
                             "the deadline of %.*s would pass while waiting %.*s for the next attempt, after "
                             "%u %s: %.*s",
                             STR_ARG(deadline), STR_ARG(duration_string(wait, f->arena)), f->retry.attempts, count,
                             STR_ARG(last));
    else
        words = arena_printf(f->arena, "the deadline of %.*s is over after %u %s%s%.*s", STR_ARG(deadline),
                             f->retry.attempts, count, last.len ? ": " : "", STR_ARG(last));
    return fail(f, FETCH_DEADLINE, words, error);
}

static bool fail_exhausted(const struct fetching *f, struct fetch_error *error)
{
    unsigned n = f->retry.attempts;

    return fail(f, FETCH_EXHAUSTED,
                arena_printf(f->arena, "gave up after %u attempt%s: %.*s", n, str_plural(n),
                             STR_ARG(f->transfer.words)),
                error);
}

/* Between two attempts: false when there is no further one. */
static bool wait_for_next(struct fetching *f, struct fetch_error *error)
{
    const struct fetch_options *o = f->options;
    const struct retry_clock *clock = f->retry.clock;
    int64_t wait;

    switch (retry_next(&f->retry, f->transfer.retry_after, &wait)) {
    case RETRY_EXHAUSTED:
        return fail_exhausted(f, error);
    case RETRY_DEADLINE:
        return fail_deadline(f, wait, error);
    case RETRY_AGAIN:
        break;
    }
    if (o->log)
        o->log(o->log_context, &(struct fetch_retry){ f->retry.attempts, o->retry.attempts, wait, f->transfer.kind,
                                                      f->transfer.words });
    return clock->wait(clock->context, wait, o->cancel) || fail(f, FETCH_CANCELLED, STR("cancelled"), error);
}

/* Tries until it has an answer, or a reason to stop. */
static bool run(struct fetching *f, struct fetch_error *error)
{
    for (;;) {
        int64_t left = retry_left(&f->retry);
        if (left == 0)
            return fail_deadline(f, 0, error);
        attempt(f, left);
        if (f->transfer.kind == FETCH_OK)
            return true;
        if (!can_heal(f->transfer.kind))
            return fail(f, f->transfer.kind, f->transfer.words, error);
        /* It was the deadline that cut this attempt short. */
        if (f->transfer.kind == FETCH_TIMEOUT && left < f->options->timeout)
            return fail_deadline(f, 0, error);
        if (!wait_for_next(f, error))
            return false;
    }
}

bool fetch_url(struct str url, const struct fetch_options *o, struct arena *a, struct fetch_answer *answer,
               struct fetch_error *error)
{
    struct fetching f = { .url = url, .options = o, .arena = a };
    bool ok;

    *answer = (struct fetch_answer){ 0 };
    retry_begin(&f.retry, &o->retry, o->clock ? o->clock : &retry_system_clock);
    if (!transfer_url(url, a, &f.transfer.words)) {
        f.transfer.kind = FETCH_BAD_URL;
        ok = fail(&f, FETCH_BAD_URL, f.transfer.words, error);
    } else if (o->token.len && !o->bare_token && str_starts(url, STR("http:"))) {
        f.transfer.kind = FETCH_BAD_URL;
        ok = fail(&f, FETCH_BAD_URL,
                  STR("the token would go over plain HTTP, where anybody on the way reads it; give an https:// URL, or "
                      "--insecure-token if that is meant"),
                  error);
    } else {
        ok = run(&f, error);
    }
    if (ok)
        *answer =
            (struct fetch_answer){ f.body, f.transfer.type, f.transfer.url, f.retry.attempts, retry_elapsed(&f.retry) };
    else
        buf_free(&f.body);
    buf_free(&f.spare);
    return ok;
}

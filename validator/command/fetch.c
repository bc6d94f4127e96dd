#include "command/fetch.h"

#include "command/command.h"
#include "command/duration_flag.h"
#include "command/signals.h"
#include "command/version.h"
#include "source/token.h"
#include "syntax/scalar/duration.h"
#include "syntax/scalar/quantity.h"

#include <string.h>

enum { MOST_SIZE = 1 << 30 }; /* what the YAML reader takes */

static bool size_flag(const struct args *args, struct arena *a, size_t *bytes)
{
    struct str text = args_text(args, "max-size", STR("")), error;
    struct quantity most, q;

    if (text.len == 0)
        return true;
    if (!quantity_parse(text, a, &q, &error)) {
        command_fail(args, "--max-size: %.*s", STR_ARG(error));
        return false;
    }
    quantity_parse(STR("1Gi"), a, &most, &error);
    if (quantity_sign(&q) <= 0 || quantity_compare(&q, &most) > 0) {
        command_fail(args, "--max-size takes 1 to 1Gi (%d) bytes, not %.*s", MOST_SIZE, STR_ARG(text));
        return false;
    }
    *bytes = (size_t)quantity_scaled_value(&q, 0);
    return true;
}

static bool attempts_flag(const struct args *args, unsigned *attempts)
{
    *attempts = args_number(args, "retry-attempts", *attempts);
    if (*attempts == 0)
        command_fail(args, "--retry-attempts counts the first request too: at least 1");
    return *attempts > 0;
}

static bool token_flags(const struct args *args, struct arena *a, struct str *token)
{
    struct str file = args_text(args, "token-file", STR("")), name = args_text(args, "token-env", STR("")), words;
    bool ok = true;

    if (file.len && name.len) {
        command_fail(args, "the token comes from --token-file or from --token-env, not from both");
        return false;
    }
    if (file.len)
        ok = token_from_file(file.p, a, token, &words);
    else if (name.len)
        ok = token_from_environment(name.p, a, token, &words);
    if (!ok)
        command_fail(args, "the token: %.*s", STR_ARG(words));
    return ok;
}

bool fetch_flags(const struct args *args, struct arena *a, struct fetch_options *o)
{
    *o = fetch_defaults();
    o->agent = "prowgate/" PROWGATE_VERSION;
    o->bare_token = args_has(args, "insecure-token");
    if (args_has(args, "ca-file"))
        o->ca_file = args_text(args, "ca-file", STR("")).p;
    return attempts_flag(args, &o->retry.attempts) && duration_flag(args, "retry-initial", a, &o->retry.initial) &&
           duration_flag(args, "retry-max", a, &o->retry.most) &&
           duration_flag(args, "deadline", a, &o->retry.deadline) &&
           duration_flag(args, "connect-timeout", a, &o->connect_timeout) &&
           duration_flag(args, "timeout", a, &o->timeout) && size_flag(args, a, &o->most) &&
           token_flags(args, a, &o->token);
}

struct str fetch_shown(struct str url)
{
    if (!fetch_is_url(url))
        return url;
    return str_slice(url, 0, str_find_char(str_slice(url, 0, str_find_char(url, '#')), '?'));
}

static void tell_retry(void *context, const struct fetch_retry *r)
{
    struct str url = fetch_shown(*(const struct str *)context), wait;
    struct arena a = { 0 };

    wait = duration_string(r->wait, &a);
    command_fail(NULL, "%.*s: attempt %u of %u: %.*s; next in %.*s", STR_ARG(url), r->attempt, r->attempts,
                 STR_ARG(r->words), STR_ARG(wait));
    arena_free(&a);
}

static bool fetch(struct str url, const struct fetch_options *o, struct arena *a, struct fetch_answer *answer,
                  struct fetch_error *error)
{
    struct fetch_options options = *o;
    struct signals signals;
    bool ok;

    *error = (struct fetch_error){ .kind = FETCH_FAILED, .last = FETCH_FAILED, .words = STR("no descriptor is free") };
    options.log = tell_retry;
    options.log_context = &url;
    if (!signals_begin(&signals))
        return false;
    options.cancel = signals.fd;
    ok = fetch_url(url, &options, a, answer, error);
    signals_end(&signals);
    return ok;
}

bool command_fetch(const struct args *args, struct str url, const struct fetch_options *o, struct arena *a,
                   struct fetch_answer *answer, struct fetch_error *error)
{
    bool ok = fetch(url, o, a, answer, error);

    if (!ok)
        command_fail(args, "%.*s: %.*s", STR_ARG(fetch_shown(url)), STR_ARG(error->words));
    return ok;
}

bool command_fetch_optional(const struct args *args, struct str url, const struct fetch_options *o, struct arena *a,
                            struct fetch_answer *answer, bool *there)
{
    struct fetch_error error;

    *there = fetch(url, o, a, answer, &error);
    if (*there || (error.kind == FETCH_STATUS && error.status == 404))
        return true;
    command_fail(args, "%.*s: %.*s", STR_ARG(fetch_shown(url)), STR_ARG(error.words));
    return false;
}

struct str deck_plugin_url(struct str url, struct arena *a)
{
    struct str path = fetch_shown(url);

    if (!str_ends(path, STR("/config")))
        return STR("");
    return ARENA_JOIN(a, str_slice(path, 0, path.len - strlen("config")), STR("plugin-config"));
}

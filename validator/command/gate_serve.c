#include "command/gate_serve.h"

#include "base/clock.h"
#include "command/duration_flag.h"
#include "command/gate_confirm.h"
#include "command/signals.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SECOND INT64_C(1000000000)

enum { CONFIRM_MS = 5000 };

struct serving {
    struct watch *watch;
    const struct args *args;
    bool confirms; /* candidates are asked about */
    int64_t asked; /* when one was last, milliseconds */
    void (*evaluate)(void *context, struct serve_result *result);
    void *context;
};

static void evaluate(void *context, struct serve_result *result)
{
    const struct serving *s = context;

    s->evaluate(s->context, result);
}

/* A candidate becomes good, or never will, without anybody calling. */
static void confirm(struct serving *s)
{
    struct arena a = { 0 };
    bool settled;

    if (!s->confirms || clock_ms() - s->asked < CONFIRM_MS)
        return;
    settled = watch_is_settled(s->watch);
    gate_confirm(&a, s->args, true);
    if (settled) /* else somebody else wrote there, which is to be seen */
        watch_settle(s->watch);
    fflush(stdout);
    s->asked = clock_ms();
    arena_free(&a);
}

static struct fingerprint look(void *context)
{
    struct serving *s = context;

    confirm(s);
    return watch_look(s->watch);
}

static void tell_address(void *context, struct str address)
{
    (void)context;
    command_fail(NULL, "serving at http://%.*s", STR_ARG(address));
}

static bool options_of(struct serve_options *o, const struct args *args, struct arena *arena)
{
    *o = (struct serve_options){
        .address = args_text(args, "serve", STR("")), .interval = SECOND, .again = 30 * SECOND, .stale = 300 * SECOND
    };
    return duration_flag(args, "serve-interval", arena, &o->interval) &&
           duration_flag(args, "serve-again", arena, &o->again) && duration_flag(args, "serve-stale", arena, &o->stale);
}

enum exit_status gate_serve(struct arena *arena, const struct args *args, struct watch *watch,
                            void (*run)(void *context, struct serve_result *result), void *context)
{
    struct serving s = { .watch = watch, .args = args, .evaluate = run, .context = context };
    struct confirm_options how;
    struct serve_callbacks callbacks = { evaluate, look, tell_address, &s };
    enum verdict last;
    struct serve_options options;
    struct signals signals;
    struct str error;
    bool ok;

    if (!options_of(&options, args, arena) || !confirm_options_read(&how, arena, args))
        return EXIT_UNDECIDED;
    s.confirms = confirm_wanted(&how) && args_has(args, "state");
    if (!signals_begin(&signals))
        return command_fail(args, "can't wait for signals: %s", strerror(errno));
    options.stop = signals.fd;
    ok = serve(&options, &callbacks, arena, &last, &error);
    signals_end(&signals);
    if (!ok)
        return command_fail(args, "--serve %.*s: %.*s", STR_ARG(options.address), STR_ARG(error));
    return exit_status_of(last);
}

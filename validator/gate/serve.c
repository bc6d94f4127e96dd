#include "gate/serve.h"

#include "gate/listen.h"
#include "gate/serve_http.h"
#include "gate/serve_page.h"

#include <pthread.h>

#define SECOND INT64_C(1000000000)

/* Seconds; a clock that is set by so much was not merely corrected. */
enum { DAY = 86400, CLOCK_JUMP = 60 };

/* Shared between the thread that looks and evaluates, and the one that answers; everything under the lock. */
struct server {
    const struct serve_options *options;
    const struct serve_callbacks *callbacks;
    const struct retry_clock *clock;
    pthread_mutex_t lock;
    bool present;              /* the result is about the tree as it was looked at last */
    struct serve_result *last; /* NULL, or one of the two */
    struct serve_result results[2];
    int64_t looked, looked_date, evaluated, evaluated_date; /* nanoseconds of the clock, and seconds since 1970 */
    uint64_t evaluations, failures;
};

static int64_t now(const struct server *s)
{
    return s->clock->now(s->clock->context);
}

static int64_t date(const struct server *s)
{
    return s->clock->date(s->clock->context);
}

static enum serve_state state_of(const struct server *s)
{
    if (now(s) - s->looked > s->options->stale)
        return SERVE_STALE;
    if (!s->last)
        return SERVE_STARTING;
    return s->present ? SERVE_PRESENT : SERVE_PENDING;
}

/* Under the lock. */
static struct serve_view view_of(const struct server *s)
{
    return (struct serve_view){ state_of(s),    date(s),     s->looked_date, s->evaluated_date,
                                s->evaluations, s->failures, s->last };
}

static unsigned page(void *context, struct str path, struct buf *body, const char **type)
{
    struct server *s = context;
    struct serve_view v;
    unsigned status;

    pthread_mutex_lock(&s->lock);
    v = view_of(s);
    status = serve_page(&v, path, body, type);
    pthread_mutex_unlock(&s->lock);
    return status;
}

static void set_present(struct server *s, bool present)
{
    pthread_mutex_lock(&s->lock);
    s->present = present;
    pthread_mutex_unlock(&s->lock);
}

static struct fingerprint look(struct server *s)
{
    struct fingerprint f = s->callbacks->look(s->callbacks->context);

    pthread_mutex_lock(&s->lock);
    s->looked = now(s);
    s->looked_date = date(s);
    pthread_mutex_unlock(&s->lock);
    return f;
}

/* The thread that answers may read the last result meanwhile, so the new one goes into the other place. */
static void evaluate(struct server *s)
{
    struct serve_result *next = s->last == &s->results[0] ? &s->results[1] : &s->results[0];
    int64_t at = date(s);

    *next = (struct serve_result){ 0 };
    s->callbacks->evaluate(s->callbacks->context, next);
    pthread_mutex_lock(&s->lock);
    if (s->last)
        arena_free(&s->last->arena);
    s->last = next;
    s->evaluated = now(s);
    s->evaluated_date = at;
    s->evaluations++;
    s->failures += !next->loaded;
    pthread_mutex_unlock(&s->lock);
}

/* What an acknowledgement allows ends with its day, and a clock that was set is another day, or the same one again. */
static bool is_other_time(const struct server *s)
{
    int64_t passed = (now(s) - s->evaluated) / SECOND, told = date(s) - s->evaluated_date;

    return date(s) / DAY != s->evaluated_date / DAY || told - passed > CLOCK_JUMP || passed - told > CLOCK_JUMP;
}

/* Whether the last evaluation has to be repeated though nothing changed. */
static bool is_due(const struct server *s)
{
    return s->last && s->last->verdict == VERDICT_UNDECIDED && now(s) - s->evaluated >= s->options->again;
}

/* Looks, and evaluates what stood still since the look before, until it is stopped. */
static void run(struct server *s)
{
    struct fingerprint done = { 0 }, before = { 0 }, is;
    bool settled = false; /* done is what the last evaluation was about, from its start to its end */

    do {
        bool same;
        is = look(s);
        same = settled && fingerprint_eq(is, done) && !is_other_time(s);
        set_present(s, same); /* also while an undecided verdict on it is tried anew */
        if (same ? is_due(s) : fingerprint_known(before) && fingerprint_eq(is, before)) {
            evaluate(s);
            done = is;
            is = look(s);
            settled = fingerprint_eq(is, done);
            set_present(s, settled);
        }
        before = is;
    } while (s->clock->wait(s->clock->context, s->options->interval, s->options->stop));
}

bool serve(const struct serve_options *o, const struct serve_callbacks *c, struct arena *a, enum verdict *last,
           struct str *error)
{
    struct server s = { .options = o,
                        .callbacks = c,
                        .clock = o->clock ? o->clock : &retry_system_clock,
                        .lock = PTHREAD_MUTEX_INITIALIZER };
    struct serve_http *http;
    struct serve_view v;
    struct str shown;
    int fd = listen_open(o->address, a, &shown, error);

    if (fd < 0)
        return false;
    s.looked = now(&s);
    http = serve_http_start(fd, page, &s);
    if (!http) {
        *error = STR("the server could not begin");
        return false;
    }
    if (c->listening)
        c->listening(c->context, shown);
    run(&s);
    serve_http_stop(http);
    v = view_of(&s);
    *last = serve_verdict(&v);
    if (s.last)
        arena_free(&s.last->arena);
    pthread_mutex_destroy(&s.lock);
    return true;
}

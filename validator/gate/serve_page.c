#include "gate/serve_page.h"

#include "gate/metrics.h"
#include "gate/prometheus.h"
#include "syntax/scalar/rfc3339.h"

enum { OK = 200, NOT_FOUND = 404, UNAVAILABLE = 503 };

static const enum serve_state states[] = { SERVE_STARTING, SERVE_PRESENT, SERVE_PENDING, SERVE_STALE };

const char *serve_state_name(enum serve_state s)
{
    static const char *const names[] = { "starting", "present", "pending", "stale" };

    return names[s];
}

enum verdict serve_verdict(const struct serve_view *v)
{
    return v->state == SERVE_PRESENT && v->last ? v->last->verdict : verdict_from(1, 0);
}

bool serve_live(const struct serve_view *v)
{
    return v->state != SERVE_STALE && (!v->last || v->last->loaded);
}

bool serve_ready(const struct serve_view *v)
{
    return serve_verdict(v) == VERDICT_PASS;
}

static struct str stamp(struct arena *a, int64_t seconds)
{
    struct moment t = { .unix_seconds = seconds };

    return seconds ? rfc3339_string(&t, a) : STR("never");
}

static void put_line(struct buf *body, const char *name, struct str value)
{
    buf_printf(body, "%s: ", name);
    buf_put(body, value);
    buf_char(body, '\n');
}

static void put_text(const struct serve_view *v, bool good, struct buf *body)
{
    struct arena a = { 0 };

    buf_put(body, good ? STR("ok\n") : STR("not ok\n"));
    if (v->last && v->last->skipped.len)
        put_line(body, "skipped guards", v->last->skipped);
    put_line(body, "verdict", str_c(verdict_name(serve_verdict(v))));
    put_line(body, "state", str_c(serve_state_name(v->state)));
    put_line(body, "time", stamp(&a, v->now));
    put_line(body, "looked", stamp(&a, v->looked));
    put_line(body, "evaluated", stamp(&a, v->evaluated));
    if (v->last) {
        put_line(body, "evaluated from", v->last->from);
        put_line(body, "it was", str_c(verdict_name(v->last->verdict)));
        if (v->last->why.len)
            put_line(body, "because", v->last->why);
    }
    arena_free(&a);
}

static unsigned healthz(const struct serve_view *v, struct buf *body)
{
    put_text(v, serve_live(v), body);
    return serve_live(v) ? OK : UNAVAILABLE;
}

static unsigned readyz(const struct serve_view *v, struct buf *body)
{
    put_text(v, serve_ready(v), body);
    return serve_ready(v) ? OK : UNAVAILABLE;
}

static unsigned metrics(const struct serve_view *v, struct buf *body)
{
    metrics_verdict(body, serve_verdict(v));
    prometheus_gauge(body, "prowgate_serve_state", "What the verdict is about: 1 for the state that holds now.");
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        struct prometheus_label label = { "state", str_c(serve_state_name(states[i])) };
        prometheus_sample(body, "prowgate_serve_state", &label, 1, v->state == states[i]);
    }
    prometheus_one(body, "prowgate_serve_live", "What /healthz answers: 1 while the tree can be loaded.",
                   serve_live(v));
    prometheus_one(body, "prowgate_serve_ready", "What /readyz answers: 1 while the present tree has passed.",
                   serve_ready(v));
    prometheus_one(body, "prowgate_serve_looked_timestamp_seconds", "When the tree was last looked at; 0 for never.",
                   v->looked);
    prometheus_counter(body, "prowgate_serve_evaluations_total", "Evaluations since the start.");
    prometheus_plain(body, "prowgate_serve_evaluations_total", (int64_t)v->evaluations);
    prometheus_counter(body, "prowgate_serve_load_failures_total", "Those that could not load the tree.");
    prometheus_plain(body, "prowgate_serve_load_failures_total", (int64_t)v->failures);
    if (v->last)
        buf_put(body, v->last->metrics);
    return OK;
}

static void put_evaluation(const struct serve_view *v, struct arena *a, json_t *o)
{
    json_t *evaluation = json_put_object(o, "evaluation");
    struct json_error e;

    json_put_string(evaluation, "time", stamp(a, v->evaluated));
    json_put_string(evaluation, "from", v->last->from);
    json_put_string(evaluation, "verdict", str_c(verdict_name(v->last->verdict)));
    json_put_bool(evaluation, "loaded", v->last->loaded);
    json_put_text(evaluation, "why", v->last->why);
    if (v->last->report.len)
        json_put(evaluation, "report", json_parse(a, str_trim(v->last->report), &e));
}

static unsigned verdict(const struct serve_view *v, struct buf *body)
{
    struct arena a = { 0 };
    json_t *o = json_object();

    if (v->last)
        json_put_text(o, "skipped_guards", v->last->skipped);
    json_put_string(o, "verdict", str_c(verdict_name(serve_verdict(v))));
    json_put_string(o, "state", str_c(serve_state_name(v->state)));
    json_put_string(o, "time", stamp(&a, v->now));
    if (v->looked)
        json_put_string(o, "looked", stamp(&a, v->looked));
    if (v->last)
        put_evaluation(v, &a, o);
    json_print(o, 2, body);
    buf_char(body, '\n');
    arena_free(&a);
    return v->state == SERVE_PRESENT ? OK : UNAVAILABLE;
}

static const struct page {
    const char *path, *type;
    unsigned (*write)(const struct serve_view *v, struct buf *body);
} pages[] = {
    { "/healthz", "text/plain; charset=utf-8", healthz },
    { "/readyz", "text/plain; charset=utf-8", readyz },
    { "/metrics", PROMETHEUS_TYPE, metrics },
    { "/verdict", "application/json", verdict },
};

unsigned serve_page(const struct serve_view *v, struct str path, struct buf *body, const char **type)
{
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        if (str_eq(path, str_c(pages[i].path))) {
            *type = pages[i].type;
            return pages[i].write(v, body);
        }
    *type = "text/plain; charset=utf-8";
    buf_put(body, STR("there is no such page; there are:\n"));
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        buf_printf(body, "%s\n", pages[i].path);
    return NOT_FOUND;
}

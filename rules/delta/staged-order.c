#include "rules/delta/deployment.h"

#include "base/map.h"
#include "delta/retirements.h"
#include "rule/parameter.h"

static const struct parameter parameters[] = {
    { .name = "environments",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ALWAYS,
      .help = "in the order in which a change reaches them, the first one first" },
    { .name = NULL },
};

/* One value that becomes the same in several environments. */
struct reached {
    const struct pipeline_change *change; /* the first */
    const struct rollout_context *first, *last;
};

struct stages {
    const struct delta *delta;
    struct map place;  /* environment -> its place in the order, from 1 */
    struct map values; /* path and new text -> struct reached */
};

static size_t place_of(const struct stages *s, const struct rollout_context *c)
{
    return (size_t)(uintptr_t)map_get(&s->place, c->environment);
}

static void note(struct stages *s, const struct pipeline_change *x, struct arena *a)
{
    struct reached **at = (struct reached **)map_at(&s->values, ARENA_JOIN(a, x->what, STR("\n"), x->after)), *r;

    if (!*at)
        *at = ARENA_NEW(a, struct reached);
    r = *at;
    r->change = r->change ? r->change : x;
    for (size_t i = 0; i < x->context_count; i++) {
        const struct rollout_context *c = s->delta->pipelines.contexts[x->contexts[i]].after;

        if (!c || !place_of(s, c))
            continue;
        r->first = !r->first || place_of(s, c) < place_of(s, r->first) ? c : r->first;
        r->last = !r->last || place_of(s, c) > place_of(s, r->last) ? c : r->last;
    }
}

static void report_reached(struct check *c, const struct stages *s, const struct reached *r)
{
    const struct pipeline_change *x = r->change;
    struct str what = x->what;

    if (!r->first || place_of(s, r->first) == place_of(s, r->last) ||
        ack_covers_step(s->delta->acks, "staged-order", x->is.file, what))
        return;
    report(c, x->is.file.len ? x->is : whole_file(x->was.file),
           "%.*s changes in %.*s and in %.*s at once: the stages before have to run with it first", STR_ARG(what),
           STR_ARG(r->first->environment), STR_ARG(r->last->environment));
    if (x->was.file.len)
        also(c, x->was, "before, it was written here");
    ack_offer(c, s->delta, (struct ack){ .steps = &what, .step_count = 1, .at_most = 1 });
}

static void check_delta(struct check *c, const struct delta *d)
{
    struct stages s = { .delta = d };
    const struct node *list = check_parameter(c, "environments");
    size_t n = 0;

    map_init(&s.place, check_arena(c));
    map_init(&s.values, check_arena(c));
    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        *map_at(&s.place, node_text(e)) = (void *)(uintptr_t)++n;
    for (size_t i = 0; i < d->pipelines.count; i++)
        if (d->pipelines.changes[i].kind == CHANGE_VALUE || d->pipelines.changes[i].kind == CHANGE_IMAGE)
            note(&s, &d->pipelines.changes[i], check_arena(c));
    for (size_t i = 0; i < s.values.count; i++)
        report_reached(c, &s, s.values.entries[i].value);
}

const struct rule rule_staged_order = {
    .id = "staged-order",
    .summary = "A value reaches an environment after those before it.",
    .severity = SEVERITY_OFF,
    .about = SUBJECT_STAGES,
    .parameters = parameters,
    .delta = check_delta,
};

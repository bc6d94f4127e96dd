/* Which gates a rollout has. */
#include "delta/link.h"

#include "pipeline/consumers.h"

#define HOUR INT64_C(3600000000000)

/* What a ProwJob step says in one context. */
struct said {
    struct str values[5];
    struct place at;
    bool is_gate, open;
};

enum { SAID_JOB, SAID_REPO, SAID_BASE, SAID_SUBSCRIPTIONS, SAID_COMMIT };

static const struct str fields[] = { STR_INIT("jobName"), STR_INIT("repo"), STR_INIT("baseRef"),
                                     STR_INIT("allowedSubscriptions"), STR_INIT("commit") };

static struct said *said_at(struct map *steps, struct arena *a, struct str step, size_t contexts)
{
    struct said **at = (struct said **)map_at(steps, step);

    if (!*at)
        *at = ARENA_ARRAY(a, struct said, contexts + 1);
    return *at;
}

static void note(struct map *steps, struct arena *a, const struct rollout *r, const struct rollout_fact *f)
{
    bool gate = f->kind == ROLLOUT_STEP && str_eq(f->text, STR("ProwJob"));
    size_t field = 0;
    struct said *said;

    while (field < COUNT_OF(fields) && !str_eq(f->what, fields[field]))
        field++;
    if (!gate && (f->kind != ROLLOUT_FIELD || field == COUNT_OF(fields)))
        return;
    said = said_at(steps, a, f->subject, r->context_count);
    for (size_t i = 0; i < f->in_count; i++) {
        struct said *s = &said[f->in[i]];

        s->is_gate |= gate;
        s->open |= f->open;
        if (gate)
            continue;
        s->values[field] = f->text;
        if (field == SAID_JOB)
            s->at = f->at;
    }
}

static void add(struct link_waits *w, struct map *known, struct str step, const struct said *s,
                const struct rollout_context *c)
{
    struct arena *a = &w->arena;
    struct str repo = s->values[SAID_REPO].len ? s->values[SAID_REPO] : STR("ARO-HCP");
    struct link_wait wait = { .step = step,
                              .job = s->values[SAID_JOB],
                              .repo = ARENA_JOIN(a, STR("Azure/"), repo),
                              .base_ref = s->values[SAID_BASE].len ? s->values[SAID_BASE] : STR("main"),
                              .subscriptions = s->values[SAID_SUBSCRIPTIONS],
                              .commit = s->values[SAID_COMMIT].len > 0,
                              .ev2 = c->ev2,
                              .at = s->at };
    struct str key =
        ARENA_JOIN(a, step, STR("\n"), wait.job, STR("\n"), wait.repo, STR("\n"), wait.base_ref, STR("\n"),
                   wait.subscriptions, wait.commit ? STR("\nc") : STR("\n"), wait.ev2 ? STR("e") : STR(""));
    void **at = map_at(known, key);

    if (!*at) {
        *ARENA_PUSH(a, w->items, w->count, w->cap) = wait;
        *at = (void *)(uintptr_t)w->count;
    }
    {
        struct link_wait *to = &w->items[(uintptr_t)*at - 1];

        *ARENA_PUSH(a, to->contexts, to->context_count, to->context_cap) = c->name;
    }
}

/* Where the configuration says the names. */
static void find_values(struct link_waits *w, const struct rollout *r, struct arena *a)
{
    struct map values;

    map_init(&values, a);
    for (size_t i = 0; i < w->count; i++)
        *map_at(&values, w->items[i].job) = w;
    for (size_t i = 0; i < r->fact_count; i++) {
        const struct rollout_fact *f = &r->facts[i];

        if (f->kind == ROLLOUT_VALUE && map_get(&values, f->text) == w)
            *map_at(&values, f->text) = &r->facts[i];
    }
    for (size_t i = 0; i < w->count; i++) {
        void *f = map_get(&values, w->items[i].job);

        if (f != w)
            w->items[i].value = ((const struct rollout_fact *)f)->at;
    }
}

static int64_t patience_of(const struct rollout *r, struct arena *a)
{
    struct consumers c = { 0 };

    consumers_read(&c, a);
    return !r->executor || consumer_honours_at(&c, CONSUMER_EXECUTOR, STR("patience"), STR("4h"), r->executor).is
               ? 4 * HOUR
               : 3 * HOUR;
}

void link_waits_find(struct link_waits *w, const struct rollout *r)
{
    struct arena scratch = { 0 };
    struct map steps, known;

    *w = (struct link_waits){ 0 };
    map_init(&steps, &scratch);
    map_init(&known, &scratch);
    for (size_t i = 0; i < r->fact_count; i++)
        note(&steps, &scratch, r, &r->facts[i]);
    for (size_t i = 0; i < steps.count; i++) {
        const struct said *said = steps.entries[i].value;

        for (size_t c = 0; c < r->context_count; c++)
            if (said[c].is_gate && !said[c].open && said[c].values[SAID_JOB].len)
                add(w, &known, steps.entries[i].key, &said[c], &r->contexts[c]);
            else if (said[c].is_gate && said[c].open && w->open++ == 0) {
                w->open_step = steps.entries[i].key;
                w->open_context = r->contexts[c].name;
            }
    }
    find_values(w, r, &scratch);
    w->patience = patience_of(r, &scratch);
    arena_free(&scratch);
}

void link_waits_free(struct link_waits *w)
{
    arena_free(&w->arena);
    *w = (struct link_waits){ 0 };
}

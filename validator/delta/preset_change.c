#include "delta/preset_change.h"

#include "delta/ack.h"
#include "prow/jobs/job_detail.h"

#include <stdlib.h>

static int by_key(const void *pa, const void *pb)
{
    const struct delta_label *a = pa, *b = pb;
    int order = str_cmp(a->key, b->key);

    return order ? order : str_cmp(a->value, b->value);
}

/* The labels whatever their order. A zero byte stands in no label. */
static struct str key_of(struct arena *a, const struct delta_preset *p)
{
    struct delta_label *labels = ARENA_ARRAY(a, struct delta_label, p->label_count);
    struct str key = STR("");

    for (size_t i = 0; i < p->label_count; i++)
        labels[i] = p->labels[i];
    if (p->label_count)
        qsort(labels, p->label_count, sizeof *labels, by_key);
    for (size_t i = 0; i < p->label_count; i++)
        key = ARENA_JOIN(a, key, labels[i].key, STR("\0"), labels[i].value, STR("\0"));
    return key;
}

/* Pairs of presets: place in the other side plus one, 0 without a pair. */
struct pairs {
    size_t *of_before, *of_after;
};

/* Several presets may have no labels: the first pairs with the first. */
static void pair(struct delta *d, struct pairs *p)
{
    const struct delta_side *was = d->before, *is = d->after;
    struct map by_labels;
    struct str *keys = ARENA_ARRAY(&d->scratch, struct str, is->preset_count);

    map_init(&by_labels, &d->scratch);
    p->of_before = ARENA_ARRAY(&d->scratch, size_t, was->preset_count);
    p->of_after = ARENA_ARRAY(&d->scratch, size_t, is->preset_count);
    for (size_t i = is->preset_count; i-- > 0;) {
        keys[i] = key_of(&d->scratch, &is->presets[i]);
        *map_at(&by_labels, keys[i]) = (void *)(uintptr_t)(i + 1);
    }
    for (size_t i = 0; i < was->preset_count; i++) {
        void **at = map_at(&by_labels, key_of(&d->scratch, &was->presets[i]));
        size_t n = (size_t)(uintptr_t)*at;
        if (n == 0)
            continue;
        p->of_before[i] = n;
        p->of_after[n - 1] = i + 1;
        *at = NULL;
        for (size_t k = n; k < is->preset_count && !*at; k++)
            if (str_eq(keys[k], keys[n - 1]))
                *at = (void *)(uintptr_t)(k + 1);
    }
}

static struct delta_preset_change *add(struct delta *d, enum delta_preset_kind kind, const struct delta_preset *before,
                                       const struct delta_preset *after)
{
    d->presets = arena_grow(&d->arena, d->presets, d->preset_count, &d->preset_cap, sizeof *d->presets);
    d->presets[d->preset_count] = (struct delta_preset_change){ .kind = kind, .before = before, .after = after };
    return &d->presets[d->preset_count++];
}

static bool gets(const struct delta_job *j, size_t preset)
{
    for (size_t i = 0; i < j->preset_count; i++)
        if (j->presets[i] == preset)
            return true;
    return false;
}

/* The job was not rewritten, and what presets give it differs: because another set of presets fits its labels now, or
 * because what they give is another. */
static void count_job(struct delta_preset_change *p, const struct delta_change *c, size_t was)
{
    bool relabelled = p->kind == PRESET_GONE || p->kind == PRESET_RELABELLED;

    if (c->fields & (FIELD_OWN | FIELD_WORK) || !(c->fields & (relabelled ? FIELD_PRESETS : FIELD_GIVEN)) ||
        !gets(c->before, was))
        return;
    p->jobs++;
    if (!p->first)
        p->first = c->after;
}

static void count_jobs(const struct delta *d, struct delta_preset_change *p, size_t was)
{
    for (size_t i = 0; i < d->repo_count; i++)
        for (size_t k = 0; k < d->repos[i].change_count; k++)
            count_job(p, &d->repos[i].changes[k], was);
    for (size_t k = 0; k < d->postsubmits.change_count; k++)
        count_job(p, &d->postsubmits.changes[k], was);
    for (size_t k = 0; k < d->periodics.change_count; k++)
        count_job(p, &d->periodics.changes[k], was);
}

/* Presets that are gone, by one of their labels. */
struct asked {
    struct delta *delta;
    struct map by_label; /* the bytes of a label's print to the last such change plus one */
    size_t *next;        /* of each change: the one before it with that label plus one; 0 past the last */
};

static struct str print_key(const struct fingerprint *f)
{
    return (struct str){ (const char *)f, sizeof *f };
}

static bool asks_for(const struct delta_job *j, const struct delta_preset *p)
{
    for (size_t i = 0; i < p->label_count; i++) {
        struct fingerprint f = label_print(p->labels[i].key, p->labels[i].value);
        bool has = false;
        for (size_t k = 0; k < j->label_count && !has; k++)
            has = fingerprint_eq(f, j->labels[k]);
        if (!has)
            return false;
    }
    return true;
}

static bool is_gone(const struct delta_preset_change *p)
{
    return (p->kind == PRESET_GONE || p->kind == PRESET_RELABELLED) && p->before->label_count;
}

static void index_gone(struct asked *x)
{
    struct delta *d = x->delta;

    map_init(&x->by_label, &d->scratch);
    x->next = ARENA_ARRAY(&d->scratch, size_t, d->preset_count);
    for (size_t i = 0; i < d->preset_count; i++) {
        struct fingerprint *f = ARENA_NEW(&d->scratch, struct fingerprint);
        void **at;
        if (!is_gone(&d->presets[i]))
            continue;
        d->presets[i].jobs = 0;
        d->presets[i].first = NULL;
        *f = label_print(d->presets[i].before->labels[0].key, d->presets[i].before->labels[0].value);
        at = map_at(&x->by_label, print_key(f));
        x->next[i] = (size_t)(uintptr_t)*at;
        *at = (void *)(uintptr_t)(i + 1);
    }
}

/* Who was rewritten and asks still gets as little as who was not. Where no side knows labels, it stays with what differs. */
static void count_asking(struct delta *d)
{
    struct asked x = { .delta = d };

    if (d->before->resolved || d->after->resolved || !d->after->labels_known)
        return;
    index_gone(&x);
    for (size_t i = 0; i < d->after->job_count; i++) {
        const struct delta_job *j = &d->after->jobs[i];
        for (size_t k = 0; k < j->label_count; k++)
            for (size_t n = (size_t)(uintptr_t)map_get(&x.by_label, print_key(&j->labels[k])); n; n = x.next[n - 1]) {
                struct delta_preset_change *p = &d->presets[n - 1];
                if (!asks_for(j, p->before))
                    continue;
                p->jobs++;
                p->first = p->first ? p->first : j;
            }
    }
}

static const struct delta_preset_part *part_named(const struct delta_preset *p, const struct delta_preset_part *like)
{
    for (size_t i = 0; i < p->part_count; i++)
        if (p->parts[i].part == like->part && str_eq(p->parts[i].name, like->name))
            return &p->parts[i];
    return NULL;
}

static bool same_part(const struct delta_preset_part *a, const struct delta_preset_part *b)
{
    return fingerprint_eq(a->value, b->value);
}

static void compare_parts(struct delta *d, const struct delta_preset *was, const struct delta_preset *is, size_t place)
{
    for (size_t i = 0; i < was->part_count; i++) {
        const struct delta_preset_part *now = part_named(is, &was->parts[i]);
        struct delta_preset_change *p;
        if (now && same_part(&was->parts[i], now))
            continue;
        p = add(d, now ? PRESET_PART_CHANGED : PRESET_PART_GONE, was, is);
        p->part_before = &was->parts[i];
        p->part_after = now;
        count_jobs(d, p, place);
    }
    for (size_t i = 0; i < is->part_count; i++)
        if (!part_named(was, &is->parts[i])) {
            struct delta_preset_change *p = add(d, PRESET_PART_NEW, was, is);
            p->part_after = &is->parts[i];
            count_jobs(d, p, place);
        }
}

static bool gives_the_same(const struct delta_preset *a, const struct delta_preset *b)
{
    if (a->part_count != b->part_count || a->part_count == 0)
        return false;
    for (size_t i = 0; i < a->part_count; i++)
        if (a->parts[i].part != b->parts[i].part || !same_part(&a->parts[i], &b->parts[i]))
            return false;
    return true;
}

/* A new preset that gives what this one gave. */
static const struct delta_preset *relabelled_to(const struct delta *d, const struct pairs *pairs,
                                                const struct delta_preset *was)
{
    for (size_t i = 0; i < d->after->preset_count; i++)
        if (!pairs->of_after[i] && gives_the_same(was, &d->after->presets[i]))
            return &d->after->presets[i];
    return NULL;
}

void preset_changes_find(struct delta *d)
{
    const struct delta_side *was = d->before, *is = d->after;
    struct pairs pairs;

    pair(d, &pairs);
    for (size_t i = 0; i < was->preset_count; i++) {
        const struct delta_preset *now;
        if (pairs.of_before[i]) {
            compare_parts(d, &was->presets[i], &is->presets[pairs.of_before[i] - 1], i);
            continue;
        }
        now = relabelled_to(d, &pairs, &was->presets[i]);
        count_jobs(d, add(d, now ? PRESET_RELABELLED : PRESET_GONE, &was->presets[i], now), i);
    }
    for (size_t i = 0; i < is->preset_count; i++)
        if (!pairs.of_after[i])
            add(d, PRESET_NEW, NULL, &is->presets[i]);
    count_asking(d);
    arena_reset(&d->scratch);
}

const struct delta_preset_change *preset_change_next(const struct delta *d, enum delta_preset_kind kind,
                                                     const char *rule, size_t *i)
{
    while (*i < d->preset_count) {
        const struct delta_preset_change *p = &d->presets[(*i)++];
        if (p->kind == kind && !ack_covers(d->acks, rule, STR(""), STR(""), p->before->name))
            return p;
    }
    return NULL;
}

struct str preset_change_jobs(struct check *c, const struct delta_preset_change *p, const char *verb)
{
    const char *which = is_gone(p) ? "asks for it" : "was not touched";

    if (p->jobs == 1)
        return arena_printf(check_arena(c), "1 job that %s %ss", which, verb);
    which = is_gone(p) ? "ask for it" : "were not touched";
    return arena_printf(check_arena(c), "%zu jobs that %s %s", p->jobs, which, verb);
}

void preset_change_detail(struct check *c, const struct delta *d, const struct delta_preset_change *p)
{
    struct str preset = p->before->name;

    if (p->first)
        also(c, p->first->at, "%.*s is one of them", STR_ARG(p->first->name));
    also(c, p->part_before ? p->part_before->at : p->before->at, "it was here");
    detail(c, "jobs in repos' own configuration can't be seen from here");
    ack_offer(c, d, (struct ack){ .presets = &preset, .preset_count = 1, .at_most = 1 });
}

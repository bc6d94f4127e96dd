#include "delta/change.h"

#include "delta/branch_names.h"

static bool same_list(const struct str *a, size_t a_count, const struct str *b, size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++)
        if (!str_eq(a[i], b[i]))
            return false;
    return true;
}

bool delta_same_branches(const struct branches *a, const struct branches *b)
{
    return same_list(a->only, a->only_count, b->only, b->only_count) &&
           same_list(a->skip, a->skip_count, b->skip, b->skip_count);
}

/* Whether both get presets of the same names. The two sides count them differently. */
static bool same_presets(const struct delta *d, const struct delta_job *o, const struct delta_job *n)
{
    if (o->preset_count != n->preset_count)
        return false;
    for (size_t i = 0; i < o->preset_count; i++)
        if (!str_eq(d->before->presets[o->presets[i]].name, d->after->presets[n->presets[i]].name))
            return false;
    return true;
}

static bool differs(struct fingerprint a, struct fingerprint b)
{
    return fingerprint_known(a) && fingerprint_known(b) && !fingerprint_eq(a, b);
}

/* The fields that a side has whatever it was read from. */
static unsigned plain_fields(const struct delta_job *o, const struct delta_job *n)
{
    unsigned f = 0;

    if (o->optional != n->optional)
        f |= FIELD_OPTIONAL;
    if (o->skip_report != n->skip_report)
        f |= FIELD_SKIP_REPORT;
    if (o->always_run != n->always_run)
        f |= FIELD_ALWAYS_RUN;
    if (!str_eq(o->run_if_changed, n->run_if_changed) || !str_eq(o->skip_if_only_changed, n->skip_if_only_changed))
        f |= FIELD_FILES;
    if (!str_eq(o->context, n->context))
        f |= FIELD_CONTEXT;
    if (!str_eq(o->cluster, n->cluster))
        f |= FIELD_CLUSTER;
    if (!str_eq(o->trigger, n->trigger))
        f |= FIELD_TRIGGER;
    if (differs(o->work, n->work))
        f |= FIELD_WORK;
    return f;
}

/* Image, command and args are written at the job too: FIELD_OWN is what else is. What presets and defaults do is told
 * where the job itself stayed as it was: else its author changed it and sees it. */
static unsigned written_fields(const struct delta *d, const struct delta_job *o, const struct delta_job *n, unsigned f)
{
    bool presets = same_presets(d, o, n), own = differs(o->own, n->own);

    if (!presets)
        f |= FIELD_PRESETS;
    if (own && !(f & FIELD_WORK))
        f |= FIELD_OWN;
    if (!own && presets && fingerprint_known(o->own) && fingerprint_known(n->own) &&
        !fingerprint_eq(o->given, n->given))
        f |= FIELD_GIVEN;
    if (!own && differs(o->defaults, n->defaults) && str_eq(o->cluster, n->cluster))
        f |= FIELD_DEFAULTS;
    return f;
}

static unsigned fields_of(const struct delta *d, const struct delta_job *o, const struct delta_job *n)
{
    unsigned f = plain_fields(o, n);

    return d->before->resolved || d->after->resolved ? f : written_fields(d, o, n, f);
}

/* The jobs of one name on both sides. */
struct variants {
    struct delta *delta;
    const struct job_names *old, *now;
    size_t old_first, now_first;
    bool *paired_old, *paired_now; /* by place in the whole lists */
};

static bool any_runs(const struct variants *v, const struct job_names *side, size_t first, struct str branch)
{
    bool runs = false;

    for (size_t i = first; i != SIZE_MAX && !runs; i = side->next[i])
        runs = branches_include(&v->delta->scratch, &side->jobs[i]->branches, &v->delta->patterns, branch);
    arena_reset(&v->delta->scratch);
    return runs;
}

static void add_names(struct map *names, const struct job_names *side, size_t first)
{
    for (size_t i = first; i != SIZE_MAX; i = side->next[i]) {
        branch_names_add(names, side->jobs[i]->branches.only, side->jobs[i]->branches.only_count);
        branch_names_add(names, side->jobs[i]->branches.skip, side->jobs[i]->branches.skip_count);
    }
}

/* What all jobs of the name together run on, before and after. */
static void compare_branches(const struct variants *v, struct delta_change *c)
{
    struct arena *a = &v->delta->arena;
    struct map names;
    bool was, is;

    map_init(&names, a);
    add_names(&names, v->old, v->old_first);
    add_names(&names, v->now, v->now_first);
    c->named = names.count;
    c->branches_lost = ARENA_ARRAY(a, struct str, names.count);
    c->branches_gained = ARENA_ARRAY(a, struct str, names.count);
    for (size_t i = 0; i < names.count; i++) {
        was = any_runs(v, v->old, v->old_first, names.entries[i].key);
        is = any_runs(v, v->now, v->now_first, names.entries[i].key);
        c->on_before += was;
        c->on_after += is;
        if (was && !is)
            c->branches_lost[c->lost_count++] = names.entries[i].key;
        if (is && !was)
            c->branches_gained[c->gained_count++] = names.entries[i].key;
    }
    was = any_runs(v, v->old, v->old_first, branch_nobody_names);
    is = any_runs(v, v->now, v->now_first, branch_nobody_names);
    c->others_lost = was && !is;
    c->others_gained = is && !was;
}

static void put(struct delta *d, struct change_list *out, struct delta_change c)
{
    out->items = arena_grow(&d->arena, out->items, out->count, &out->cap, sizeof *out->items);
    out->items[out->count++] = c;
}

/* One pair for each old job that finds a new one; picky wants equal branches. */
static void pair_up(const struct variants *v, struct change_list *out, bool picky)
{
    size_t n = v->now_first;

    for (size_t o = v->old_first; o != SIZE_MAX; o = v->old->next[o]) {
        struct delta_change c = { .before = v->old->jobs[o] };
        if (v->paired_old[o])
            continue;
        if (picky)
            n = v->now_first;
        while (n != SIZE_MAX &&
               (v->paired_now[n] || (picky && !delta_same_branches(&c.before->branches, &v->now->jobs[n]->branches))))
            n = v->now->next[n];
        if (n == SIZE_MAX && !picky)
            return;
        if (n == SIZE_MAX)
            continue;
        v->paired_old[o] = v->paired_now[n] = true;
        c.after = v->now->jobs[n];
        c.fields = fields_of(v->delta, c.before, c.after);
        if (c.fields)
            put(v->delta, out, c);
    }
}

static bool all_paired(const struct job_names *side, size_t first, const bool *paired)
{
    for (size_t i = first; i != SIZE_MAX; i = side->next[i])
        if (!paired[i])
            return false;
    return true;
}

/* The branches belong to the name; they go to the change of its first jobs where there is one. */
static struct delta_change *change_of_first(const struct variants *v, struct change_list *out, size_t from)
{
    struct delta_change c = { .before = v->old->jobs[v->old_first], .after = v->now->jobs[v->now_first] };

    for (size_t i = from; i < out->count; i++)
        if (out->items[i].before == c.before && out->items[i].after == c.after)
            return &out->items[i];
    put(v->delta, out, c);
    return &out->items[out->count - 1];
}

static void compare_name(const struct variants *v, struct change_list *out)
{
    size_t from = out->count;
    struct delta_change *c;

    pair_up(v, out, true);
    if (all_paired(v->old, v->old_first, v->paired_old) && all_paired(v->now, v->now_first, v->paired_now))
        return;
    pair_up(v, out, false);
    c = change_of_first(v, out, from);
    c->fields |= FIELD_BRANCHES;
    compare_branches(v, c);
}

void changes_find(struct delta *d, struct change_list *out, const struct job_names *old, const struct job_names *now)
{
    struct variants v = { .delta = d, .old = old, .now = now };

    v.paired_old = ARENA_ARRAY(&d->arena, bool, old->count);
    v.paired_now = ARENA_ARRAY(&d->arena, bool, now->count);
    for (size_t i = 0; i < old->count; i++) {
        v.old_first = job_names_first(old, old->keys[i]);
        v.now_first = job_names_first(now, old->keys[i]);
        if (v.old_first == i && v.now_first != SIZE_MAX)
            compare_name(&v, out);
    }
}

#include "delta/ack.h"
#include "delta/delta.h"
#include "prow/jobs/job_detail.h"

/* A part that more presets give says nothing of one of them. */
enum { MOST_GIVERS = 8, MOST_PARTS = 64 };

struct giver {
    size_t preset;
    uint64_t bit; /* of the part in its preset */
    size_t depth;
    struct giver *next;
};

/* A job that lost what a preset gives, and does not ask for it. */
struct forgotten {
    const struct delta_job *was, *is;
    size_t preset;
};

struct looking {
    const struct delta *delta;
    struct map givers; /* part_print -> struct giver */
    /* By preset of AFTER: what this job lost of it, and what a job has to lose of it: its volumes and their mounts, which jobs
     * without its variables have too; of one without volumes all. */
    uint64_t *lost, *telling;
    size_t *moved;                  /* how many jobs lost it and ask for it */
    size_t *touched, touched_count; /* presets with a lost part */
    struct forgotten *found;
    size_t count, cap;
    struct arena *arena, own; /* own: of one job */
};

static struct str print_key(const struct fingerprint *f)
{
    return (struct str){ (const char *)f, sizeof *f };
}

static bool has_volumes(const struct delta_preset *p)
{
    for (size_t i = 0; i < p->part_count; i++)
        if (p->parts[i].part == POD_VOLUMES)
            return true;
    return false;
}

static void index_presets(struct looking *l)
{
    const struct delta_side *after = l->delta->after;

    map_init(&l->givers, l->arena);
    l->lost = ARENA_ARRAY(l->arena, uint64_t, after->preset_count);
    l->telling = ARENA_ARRAY(l->arena, uint64_t, after->preset_count);
    l->moved = ARENA_ARRAY(l->arena, size_t, after->preset_count);
    l->touched = ARENA_ARRAY(l->arena, size_t, after->preset_count);
    for (size_t i = 0; i < after->preset_count; i++) {
        const struct delta_preset *p = &after->presets[i];
        bool volumes = has_volumes(p);
        for (size_t k = 0; k < p->part_count && p->label_count && p->part_count < MOST_PARTS; k++) {
            struct fingerprint *key = ARENA_NEW(l->arena, struct fingerprint);
            struct giver *g = ARENA_NEW(l->arena, struct giver), *rest;
            void **at;
            if (p->parts[k].part == POD_TOLERATIONS)
                continue;
            *key = part_print(p->parts[k].part, p->parts[k].value);
            at = map_at(&l->givers, print_key(key));
            rest = *at;
            *g = (struct giver){ i, UINT64_C(1) << k, rest ? rest->depth + 1 : 1, rest };
            *at = g;
            l->telling[i] |= volumes && p->parts[k].part == POD_ENV ? 0 : g->bit;
        }
    }
}

static bool gets(const struct delta_job *j, size_t preset)
{
    for (size_t i = 0; i < j->preset_count; i++)
        if (j->presets[i] == preset)
            return true;
    return false;
}

/* Whether what the job gets now gives something of this preset, too. */
static bool gets_other(const struct looking *l, const struct delta_job *is)
{
    for (size_t i = 0; i < is->preset_count; i++)
        if (l->lost[is->presets[i]])
            return true;
    return false;
}

static void note(struct looking *l, const struct delta_job *was, const struct delta_job *is, size_t preset)
{
    if (gets(was, preset) || (l->lost[preset] & l->telling[preset]) != l->telling[preset])
        return;
    if (gets(is, preset)) {
        l->moved[preset]++;
    } else if (!gets_other(l, is)) {
        l->found = arena_grow(l->arena, l->found, l->count, &l->cap, sizeof *l->found);
        l->found[l->count++] = (struct forgotten){ was, is, preset };
    }
}

/* Marks what each preset gives of the parts that the job no longer has. */
static void mark_lost(struct looking *l, const struct delta_job *was, const struct map *kept)
{
    for (size_t i = 0; i < was->part_count; i++) {
        const struct giver *g = map_get(&l->givers, print_key(&was->parts[i]));
        if (!g || g->depth > MOST_GIVERS || map_get(kept, print_key(&was->parts[i])))
            continue;
        for (; g; g = g->next) {
            if (l->lost[g->preset] == 0)
                l->touched[l->touched_count++] = g->preset;
            l->lost[g->preset] |= g->bit;
        }
    }
}

static void look(struct looking *l, const struct delta_job *was, const struct delta_job *is)
{
    struct map kept;

    map_init(&kept, &l->own);
    for (size_t i = 0; i < is->part_count && was->part_count; i++)
        *map_at(&kept, print_key(&is->parts[i])) = l;
    mark_lost(l, was, &kept);
    for (size_t i = 0; i < l->touched_count; i++)
        note(l, was, is, l->touched[i]);
    while (l->touched_count)
        l->lost[l->touched[--l->touched_count]] = 0;
    arena_reset(&l->own);
}

static void look_at(struct looking *l, const struct delta_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (changes[i].fields & (FIELD_OWN | FIELD_WORK | FIELD_PRESETS))
            look(l, changes[i].before, changes[i].after);
}

/* The first volume that it gives, or what it gives first. */
static const struct delta_preset_part *first_part(const struct delta_preset *p)
{
    for (size_t i = 0; i < p->part_count; i++)
        if (p->parts[i].part == POD_VOLUMES)
            return &p->parts[i];
    return &p->parts[0];
}

static void tell(struct check *c, const struct looking *l, const struct forgotten *f)
{
    const struct delta_preset *p = &l->delta->after->presets[f->preset];
    const struct delta_preset_part *part = first_part(p);
    bool one = l->moved[f->preset] == 1;

    if (ack_covers(l->delta->acks, "preset-label-forgotten", f->is->repo, f->is->context, p->name))
        return;
    report(c, f->is->spec.line ? (struct place){ f->is->at.file, f->is->spec, false } : f->is->at,
           "job %.*s no longer has the %s %.*s, which preset %.*s gives: %zu other job%s that lost the same ask%s for "
           "the "
           "preset now, and this one does not",
           STR_ARG(f->is->name), pod_part_name(part->part), STR_ARG(part->name), STR_ARG(p->name), l->moved[f->preset],
           one ? "" : "s", one ? "s" : "");
    also(c, f->was->at, "it had it here");
    also(c, p->at, "its labels");
}

static void check_delta(struct check *c, const struct delta *d)
{
    struct looking l = { .delta = d, .arena = check_arena(c) };

    index_presets(&l);
    for (size_t i = 0; i < d->repo_count; i++)
        look_at(&l, d->repos[i].changes, d->repos[i].change_count);
    look_at(&l, d->postsubmits.changes, d->postsubmits.change_count);
    look_at(&l, d->periodics.changes, d->periodics.change_count);
    for (size_t i = 0; i < l.count; i++)
        if (l.moved[l.found[i].preset])
            tell(c, &l, &l.found[i]);
    arena_free(&l.own);
}

const struct rule rule_preset_label_forgotten = {
    .id = "preset-label-forgotten",
    .summary = "A job whose variables and mounts moved into a preset asks for the preset.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_PRESETS,
    .delta = check_delta,
};

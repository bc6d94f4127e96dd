#include "pipeline/rollout/rollout.h"

void rollout_init(struct rollout *o)
{
    *o = (struct rollout){ 0 };
    map_init(&o->index, &o->arena);
}

struct rollout_context *rollout_add_context(struct rollout *o, const struct rollout_context *c)
{
    struct rollout_context *to = ARENA_PUSH(&o->arena, o->contexts, o->context_count, o->context_cap);
    struct arena *a = &o->arena;

    *to = *c;
    to->topology = arena_copy(a, c->topology);
    to->name = arena_copy(a, c->name);
    to->cloud = arena_copy(a, c->cloud);
    to->environment = arena_copy(a, c->environment);
    to->region = arena_copy(a, c->region);
    return to;
}

/* Lengths stand before the texts, so that no two facts have one key. */
static struct str key_of(struct arena *a, const struct rollout_fact *f)
{
    return ARENA_JOIN(a, arena_printf(a, "%d %zu %zu ", f->kind, f->subject.len, f->what.len), f->subject, f->what,
                      f->text);
}

struct rollout_fact *rollout_add(struct rollout *o, const struct rollout_fact *f, uint32_t context, bool *fresh)
{
    struct arena scratch = { 0 }, *a = &o->arena;
    struct str key = key_of(&scratch, f);
    uintptr_t known = (uintptr_t)map_get(&o->index, key);
    struct rollout_fact *to;

    *fresh = !known;
    if (!known) {
        *ARENA_PUSH(a, o->facts, o->fact_count, o->fact_cap) =
            (struct rollout_fact){ .kind = f->kind,
                                   .open = f->open,
                                   .subject = arena_copy(a, f->subject),
                                   .what = arena_copy(a, f->what),
                                   .text = arena_copy(a, f->text) };
        known = o->fact_count;
        *map_at(&o->index, arena_copy(a, key)) = (void *)known;
    }
    to = &o->facts[known - 1];
    if (!to->in_count || to->in[to->in_count - 1] != context)
        *ARENA_PUSH(a, to->in, to->in_count, to->in_cap) = context;
    arena_free(&scratch);
    return to;
}

bool rollout_is_whole(const struct rollout *o)
{
    for (size_t i = 0; i < o->context_count; i++)
        if (o->contexts[i].unread_count && !o->contexts[i].partial)
            return false;
    return o->topology_unread_count == 0;
}

struct str rollout_short(struct str id)
{
    size_t dots = 0;

    for (size_t i = 0; i < id.len && id.p[i] != '/'; i++)
        if (id.p[i] == '.' && ++dots == 4)
            return str_from(id, i + 1);
    return id;
}

void rollout_free(struct rollout *o)
{
    arena_free(&o->arena);
    *o = (struct rollout){ 0 };
}

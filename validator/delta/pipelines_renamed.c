/* Groups and steps that only changed their name: what is the same in them says so. */
#include "delta/pipelines_parts.h"

enum { MOST_CANDIDATES = 8 };

struct named {
    struct str id;
    struct words content; /* of a group: names of its steps; of a step: what is written at it */
    bool used;
    uint32_t shares; /* with the one that is looked at */
};

/* Ids of one kind that only one side has. */
struct loners {
    struct named **items;
    size_t count, cap;
    struct map by_id;
};

static void find_loners(struct comparing *k, int side, enum rollout_kind kind, struct loners *out)
{
    struct map other;

    *out = (struct loners){ 0 };
    map_init(&other, k->a);
    map_init(&out->by_id, k->a);
    for (size_t i = 0; i < k->sides[!side]->fact_count; i++)
        if (k->sides[!side]->facts[i].kind == kind)
            *map_at(&other,
                    side ? compared_name(k, k->sides[!side]->facts[i].subject) : k->sides[!side]->facts[i].subject) = k;
    for (size_t i = 0; i < k->sides[side]->fact_count; i++) {
        const struct rollout_fact *f = &k->sides[side]->facts[i];
        struct str id = side ? f->subject : compared_name(k, f->subject);
        struct named **at;

        if (f->kind != kind || map_get(&other, id))
            continue;
        at = (struct named **)map_at(&out->by_id, id);
        if (*at)
            continue;
        *at = ARENA_NEW(k->a, struct named);
        (*at)->id = f->subject;
        *ARENA_PUSH(k->a, out->items, out->count, out->cap) = *at;
    }
}

/* Fills the content of groups with their steps' names, or of steps with their fields. */
static void fill(struct comparing *k, int side, enum rollout_kind kind, struct loners *l)
{
    for (size_t i = 0; i < k->sides[side]->fact_count; i++) {
        const struct rollout_fact *f = &k->sides[side]->facts[i];
        struct str id = side ? f->subject : compared_name(k, f->subject);
        struct named *n = NULL;

        if (kind == ROLLOUT_GROUP && f->kind == ROLLOUT_STEP)
            n = map_get(&l->by_id, id_parent(id));
        else if (kind == ROLLOUT_STEP && (f->kind == ROLLOUT_FIELD || f->kind == ROLLOUT_STEP))
            n = map_get(&l->by_id, id);
        if (n)
            words_add(&n->content, k->a,
                      kind == ROLLOUT_GROUP ? id_name(f->subject) : ARENA_JOIN(k->a, f->what, STR("="), f->text));
    }
    for (size_t i = 0; i < l->count; i++)
        words_sort(&l->items[i]->content);
}

static void rename_to(struct comparing *k, struct named *was, struct named *is)
{
    struct str *now = ARENA_NEW(k->a, struct str);

    was->used = is->used = true;
    *now = is->id;
    *map_at(&k->renamed, was->id) = now;
}

/* The new group of the same service that shares most step names with one that is gone, at least half of them. */
static void match_groups(struct comparing *k, struct loners *gone, struct loners *fresh)
{
    struct map by_step;

    map_init(&by_step, k->a);
    for (size_t i = 0; i < fresh->count; i++)
        for (size_t s = 0; s < fresh->items[i]->content.count; s++) {
            struct str key =
                ARENA_JOIN(k->a, id_parent(fresh->items[i]->id), STR("\n"), fresh->items[i]->content.at[s]);
            struct loners **at = (struct loners **)map_at(&by_step, key);

            *at = *at ? *at : ARENA_NEW(k->a, struct loners);
            if ((*at)->count < MOST_CANDIDATES)
                *ARENA_PUSH(k->a, (*at)->items, (*at)->count, (*at)->cap) = fresh->items[i];
        }
    for (size_t i = 0; i < gone->count; i++) {
        struct named *g = gone->items[i], *best = NULL;

        for (int pass = 0; pass < 2; pass++)
            for (size_t s = 0; s < g->content.count; s++) {
                const struct loners *with =
                    map_get(&by_step, ARENA_JOIN(k->a, id_parent(g->id), STR("\n"), g->content.at[s]));

                for (size_t c = 0; with && c < with->count; c++) {
                    struct named *f = with->items[c];

                    f->shares = pass ? f->shares + 1 : 0;
                    if (pass && !f->used && (!best || f->shares > best->shares))
                        best = f;
                }
            }
        if (best && 2 * best->shares >= g->content.count && 2 * best->shares >= best->content.count)
            rename_to(k, g, best);
    }
}

/* The steps of a group that has another name now. */
static void follow_groups(struct comparing *k)
{
    const struct rollout *o = k->sides[0];

    for (size_t i = 0; i < o->fact_count; i++) {
        const struct rollout_fact *f = &o->facts[i];
        const struct str *group = f->kind == ROLLOUT_STEP ? map_get(&k->renamed, id_parent(f->subject)) : NULL;
        struct str *now;

        if (!group)
            continue;
        now = ARENA_NEW(k->a, struct str);
        *now = ARENA_JOIN(k->a, *group, STR("/"), id_name(f->subject));
        *map_at(&k->renamed, f->subject) = now;
    }
}

static struct str service_of(struct str step)
{
    return id_parent(id_parent(step));
}

/* A step is known again by all that is written at it within its group, or by its name and content within its service. */
static void match_steps(struct comparing *k, struct loners *gone, struct loners *fresh, bool moved)
{
    struct map by_content;

    map_init(&by_content, k->a);
    for (int side = 1; side >= 0; side--) {
        struct loners *l = side ? fresh : gone;

        for (size_t i = 0; i < l->count; i++) {
            struct named *n = l->items[i];
            struct str at = side ? n->id : compared_name(k, n->id);
            struct str place = moved ? ARENA_JOIN(k->a, service_of(at), STR("\n"), id_name(at)) : id_parent(at);
            struct str key = ARENA_JOIN(k->a, place, STR("\n"), moved ? STR("") : words_join(&n->content, k->a));
            struct named **to;

            if (n->used)
                continue;
            to = (struct named **)map_at(&by_content, key);
            if (side)
                *to = n;
            else if (*to && !(*to)->used)
                rename_to(k, n, *to);
        }
    }
}

void pipelines_find_renamed(struct comparing *k)
{
    struct loners gone, fresh;

    find_loners(k, 0, ROLLOUT_GROUP, &gone);
    find_loners(k, 1, ROLLOUT_GROUP, &fresh);
    fill(k, 0, ROLLOUT_GROUP, &gone);
    fill(k, 1, ROLLOUT_GROUP, &fresh);
    match_groups(k, &gone, &fresh);
    follow_groups(k);
    find_loners(k, 0, ROLLOUT_STEP, &gone);
    find_loners(k, 1, ROLLOUT_STEP, &fresh);
    fill(k, 0, ROLLOUT_STEP, &gone);
    fill(k, 1, ROLLOUT_STEP, &fresh);
    match_steps(k, &gone, &fresh, false);
    match_steps(k, &gone, &fresh, true);
}

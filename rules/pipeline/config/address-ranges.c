#include "pipeline/survey/survey.h"

#include <stdlib.h>

/* An IPv4 range that a mapping of the configuration holds. */
struct range {
    const struct node *key;
    struct str path;      /* in the configuration, as a JSON Pointer */
    uint32_t first, last; /* its addresses */
    bool whole, clean;    /* the network that others lie in; no bits of hosts are set */
};

struct ranges {
    struct range *items;
    size_t count, cap;
};

/* "10.128.8.0/21". */
static bool read_range(struct str s, struct range *r)
{
    uint32_t parts[5] = { 0 }, mask, address;
    size_t part = 0, digits = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9' && ++digits <= 3) {
            parts[part] = parts[part] * 10 + (uint32_t)(s.p[i] - '0');
            continue;
        }
        if (!digits || part == 4 || s.p[i] != (part == 3 ? '/' : '.'))
            return false;
        part++;
        digits = 0;
    }
    if (part != 4 || !digits || parts[4] > 32)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (parts[i] > 255)
            return false;
    address = parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3];
    mask = parts[4] ? UINT32_MAX << (32 - parts[4]) : 0;
    r->first = address & mask;
    r->last = r->first | ~mask;
    r->clean = address == r->first;
    return true;
}

static bool is_whole(struct str key)
{
    return str_has(key, STR("vnet")) || str_has(key, STR("Vnet")) || str_has(key, STR("ddressSpace"));
}

static int by_start(const void *a, const void *b)
{
    const struct range *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->last > y->last ? -1 : x->last < y->last;
}

/* "subnetPrefix 10.128.8.0/21". */
static struct str shown(struct survey *s, const struct range *r)
{
    return ARENA_JOIN(s->arena, node_text(r->key), STR(" "), node_text(node_pair_value(r->key)));
}

static void say(struct survey *s, const struct range *at, const struct range *other, struct str between,
                struct str after)
{
    struct str one = shown(s, at), two = other ? shown(s, other) : (struct str){ "", 0 };
    struct fault *f = survey_say_at(s, place_in_config(s->judging, at->path), "%.*s%.*s%.*s%.*s", STR_ARG(one),
                                    STR_ARG(between), STR_ARG(two), STR_ARG(after));

    if (other)
        fault_also(s->files->sources, f, place_in_config(s->judging, other->path), "the other stands here");
}

/* Subnets of one network lie in it, and apart. */
static void judge(struct survey *s, struct ranges *all)
{
    const struct range *whole = NULL, *last = NULL;

    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, by_start);
    for (size_t i = 0; i < all->count; i++)
        whole = all->items[i].whole && !whole ? &all->items[i] : whole;
    for (size_t i = 0; i < all->count; i++) {
        const struct range *r = &all->items[i];

        if (!r->clean)
            say(s, r, NULL, STR(" has bits of a host set: the address of its network is meant"), (struct str){ "", 0 });
        if (r->whole || !str_has(node_text(r->key), STR("ubnet")))
            continue;
        if (whole && (r->first < whole->first || r->last > whole->last))
            say(s, r, whole, STR(" does not lie in "), STR(": Azure refuses the network"));
        if (last && r->first <= last->last)
            say(s, r, last, STR(" overlaps "), STR(": subnets of one network lie apart"));
        last = !last || r->last > last->last ? r : last;
    }
}

static void look(struct survey *s, const struct node *map, struct str path, unsigned depth)
{
    enum { MOST_DEPTH = 60 };
    struct ranges all = { 0 };

    for (const struct node *k = node_first_key(map); k && depth < MOST_DEPTH; k = node_next_key(map, k)) {
        const struct node *value = node_pair_value(k);
        struct range r = { .key = k };

        if (node_kind(value) == NODE_MAPPING)
            look(s, value, ARENA_JOIN(s->arena, path, STR("/"), node_text(k)), depth + 1);
        else if (node_kind(value) == NODE_STRING && read_range(node_text(value), &r)) {
            r.path = ARENA_JOIN(s->arena, path, STR("/"), node_text(k));
            r.whole = is_whole(node_text(k));
            *ARENA_PUSH(s->arena, all.items, all.count, all.cap) = r;
        }
    }
    judge(s, &all);
}

static void check(struct survey *s)
{
    look(s, s->values, (struct str){ "", 0 }, 0);
}

static const struct survey_rule survey = { .context = check, .partial = true };

const struct rule rule_address_ranges = {
    .id = "address-ranges",
    .summary = "Subnets lie in their network, and apart.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

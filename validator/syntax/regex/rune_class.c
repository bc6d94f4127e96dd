#include "syntax/regex/rune_class.h"

#include <stdlib.h>
#include <string.h>

static bool touches(const struct rune_range *r, uint32_t lo, uint32_t hi)
{
    return lo <= r->hi + 1 && r->lo <= hi + 1;
}

void rune_class_borrow(struct rune_class *c, const struct rune_range *ranges, size_t count)
{
    /* Nothing is written through it while cap is 0. */
    c->ranges = (struct rune_range *)(uintptr_t)ranges;
    c->count = count;
    c->cap = 0;
}

static void own(struct rune_class *c)
{
    struct rune_range *copy;

    if (c->cap > 0 || c->count == 0)
        return;
    copy = ARENA_ARRAY(c->arena, struct rune_range, c->count);
    memcpy(copy, c->ranges, c->count * sizeof *copy);
    c->ranges = copy;
    c->cap = c->count;
}

void rune_class_add(struct rune_class *c, uint32_t lo, uint32_t hi)
{
    own(c);
    /* Folding adds upper and lower case in turn, so the last two ranges are the ones that grow. */
    for (size_t back = 1; back <= 2 && back <= c->count; back++) {
        struct rune_range *r = &c->ranges[c->count - back];
        if (touches(r, lo, hi)) {
            r->lo = lo < r->lo ? lo : r->lo;
            r->hi = hi > r->hi ? hi : r->hi;
            return;
        }
    }
    *ARENA_PUSH(c->arena, c->ranges, c->count, c->cap) = (struct rune_range){ lo, hi };
}

void rune_class_add_ranges(struct rune_class *c, const struct rune_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rune_class_add(c, ranges[i].lo, ranges[i].hi);
}

void rune_class_add_others(struct rune_class *c, const struct rune_range *ranges, size_t count)
{
    uint32_t next = 0;

    for (size_t i = 0; i < count; i++) {
        if (ranges[i].lo > next)
            rune_class_add(c, next, ranges[i].lo - 1);
        next = ranges[i].hi + 1;
    }
    if (next <= RUNE_MAX)
        rune_class_add(c, next, RUNE_MAX);
}

static int by_start(const void *a, const void *b)
{
    const struct rune_range *x = a, *y = b;

    if (x->lo != y->lo)
        return x->lo < y->lo ? -1 : 1;
    return (x->hi < y->hi) - (x->hi > y->hi);
}

static bool is_clean(const struct rune_class *c)
{
    for (size_t i = 1; i < c->count; i++)
        if (c->ranges[i].lo <= c->ranges[i - 1].hi + 1)
            return false;
    return true;
}

void rune_class_clean(struct rune_class *c)
{
    size_t kept = 1;

    if (is_clean(c))
        return;
    qsort(c->ranges, c->count, sizeof *c->ranges, by_start);
    for (size_t i = 1; i < c->count; i++) {
        struct rune_range *last = &c->ranges[kept - 1];
        if (c->ranges[i].lo > last->hi + 1)
            c->ranges[kept++] = c->ranges[i];
        else if (c->ranges[i].hi > last->hi)
            last->hi = c->ranges[i].hi;
    }
    c->count = kept;
}

void rune_class_negate(struct rune_class *c)
{
    struct rune_class others = { .arena = c->arena };

    rune_class_add_others(&others, c->ranges, c->count);
    *c = others;
}

bool rune_in(const struct rune_range *ranges, size_t count, uint32_t rune)
{
    size_t from = 0, to = count;

    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (rune > ranges[mid].hi)
            from = mid + 1;
        else if (rune < ranges[mid].lo)
            to = mid;
        else
            return true;
    }
    return false;
}

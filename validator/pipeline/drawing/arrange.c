/* Which way takes longest, and where each step stands: columns by what is waited for, places in a column near to it. */
#include "pipeline/drawing/drawing.h"

#include <stdlib.h>

/* Steps in an order in which each comes after all that it waits for. What would go round is left at the end. */
static uint32_t *in_order(const struct drawing *d, struct arena *a)
{
    uint32_t *order = ARENA_ARRAY(a, uint32_t, d->count + 1), *open = ARENA_ARRAY(a, uint32_t, d->count + 1);
    uint32_t *first = ARENA_ARRAY(a, uint32_t, d->count + 2), *after;
    size_t edges = 0, done = 0;

    for (size_t i = 0; i < d->count; i++)
        for (size_t k = 0; k < d->steps[i].wait_count; k++, edges++)
            first[d->steps[i].waits[k].from + 1]++;
    for (size_t i = 0; i < d->count; i++)
        first[i + 1] += first[i];
    after = ARENA_ARRAY(a, uint32_t, edges + 1);
    for (size_t i = d->count; i-- > 0;)
        for (size_t k = 0; k < d->steps[i].wait_count; k++)
            after[--first[d->steps[i].waits[k].from + 1]] = (uint32_t)i;
    for (size_t i = 0; i < d->count; i++) {
        open[i] = (uint32_t)d->steps[i].wait_count;
        if (!open[i])
            order[done++] = (uint32_t)i;
    }
    for (size_t i = 0; i < done; i++) {
        uint32_t from = order[i];
        size_t end = from + 2 <= d->count ? first[from + 2] : edges;

        for (size_t k = first[from + 1]; k < end; k++)
            if (--open[after[k]] == 0)
                order[done++] = after[k];
    }
    for (size_t i = 0; i < d->count; i++)
        if (open[i])
            order[done++] = (uint32_t)i;
    return order;
}

static void find_longest(struct drawing *d, const uint32_t *order, struct arena *a)
{
    int64_t *end = ARENA_ARRAY(a, int64_t, d->count + 1);
    uint32_t *via = ARENA_ARRAY(a, uint32_t, d->count + 1), last = UINT32_MAX;

    d->longest = 0;
    for (size_t i = 0; i < d->count; i++) {
        struct drawing_step *s = &d->steps[order[i]];

        via[order[i]] = UINT32_MAX;
        for (size_t k = 0; k < s->wait_count; k++) {
            uint32_t from = s->waits[k].from;

            if (s->waits[k].mark == DRAWN_REMOVED)
                continue;
            s->rank = d->steps[from].rank + 1 > s->rank ? d->steps[from].rank + 1 : s->rank;
            if (end[from] > end[order[i]]) {
                end[order[i]] = end[from];
                via[order[i]] = from;
            }
        }
        end[order[i]] += s->mark == DRAWN_REMOVED || s->validation ? 0 : s->time;
        if (end[order[i]] > d->longest) {
            d->longest = end[order[i]];
            last = order[i];
        }
    }
    for (; last != UINT32_MAX; last = via[last])
        d->steps[last].critical = true;
}

/* A step's place among those of its column: the mean of the places of what it waits for. */
struct placed {
    double want;
    uint32_t step;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    if (x->want != y->want)
        return x->want < y->want ? -1 : 1;
    return x->step < y->step ? -1 : x->step > y->step;
}

static double wanted(const struct drawing *d, const struct drawing_step *s, uint32_t number)
{
    double sum = 0;

    for (size_t k = 0; k < s->wait_count; k++)
        sum += d->steps[s->waits[k].from].row;
    return s->wait_count ? sum / (double)s->wait_count : (double)number;
}

static void place(struct drawing *d, struct arena *a)
{
    struct placed *column = ARENA_ARRAY(a, struct placed, d->count + 1);
    uint32_t *first = ARENA_ARRAY(a, uint32_t, d->count + 2), *steps = ARENA_ARRAY(a, uint32_t, d->count + 1);
    uint32_t most = 0; /* steps of a column; shorter ones stand in its middle */

    for (size_t i = 0; i < d->count; i++)
        if (++first[d->steps[i].rank + 1] > most)
            most = first[d->steps[i].rank + 1];
    for (size_t i = 0; i <= d->count; i++)
        first[i + 1] += first[i];
    for (size_t i = d->count; i-- > 0;)
        steps[--first[d->steps[i].rank + 1]] = (uint32_t)i;
    for (size_t r = 0, at = 0; at < d->count; r++) {
        size_t n = 0;

        for (; at < d->count && d->steps[steps[at]].rank == r; at++, n++)
            column[n] = (struct placed){ wanted(d, &d->steps[steps[at]], (uint32_t)n), steps[at] };
        qsort(column, n, sizeof *column, by_place);
        for (size_t i = 0; i < n; i++)
            d->steps[column[i].step].row = (uint32_t)(i + (most - n) / 2);
    }
}

void drawing_arrange(struct drawing *d, struct arena *a)
{
    for (size_t i = 0; i < d->count; i++) {
        d->steps[i].rank = 0;
        d->steps[i].critical = false;
    }
    find_longest(d, in_order(d, a), a);
    place(d, a);
}

/* Names of a kind in order, kept in order as names come and go. */
#include "prow/index/names_tables.h"

#include <stdlib.h>

static int by_of_and_text(const void *pa, const void *pb)
{
    const struct name *a = *(const struct name *const *)pa, *b = *(const struct name *const *)pb;
    int of = str_cmp(a->of, b->of);

    return of ? of : str_cmp(a->text, b->text);
}

static struct entry *entry_of(const struct name *n)
{
    return (struct entry *)(uintptr_t)n;
}

void kind_table_note(struct kind_table *k, struct entry *e)
{
    bool live = e->name.uses > 0;

    if (live == e->live)
        return;
    e->live = live;
    k->live += live ? 1 : (size_t)-1;
    k->stale = true;
    if (live && !e->listed) {
        e->listed = true;
        *ARENA_PUSH(&k->arena, k->came, k->came_count, k->came_cap) = &e->name;
    }
}

/* Those that are used, in the order they had. */
static size_t only_live(const struct name **names, size_t count)
{
    size_t left = 0;

    for (size_t i = 0; i < count; i++) {
        struct entry *e = entry_of(names[i]);
        e->listed = e->live;
        if (e->live)
            names[left++] = names[i];
    }
    return left;
}

void kind_table_sort(struct kind_table *k)
{
    struct arena fresh = { 0 };
    const struct name **to;
    size_t old = 0, came = 0, n = 0;

    if (!k->stale)
        return;
    k->count = only_live(k->sorted, k->count);
    k->came_count = only_live(k->came, k->came_count);
    if (k->came_count)
        qsort(k->came, k->came_count, sizeof *k->came, by_of_and_text);
    to = ARENA_ARRAY(&fresh, const struct name *, k->count + k->came_count);
    while (old < k->count || came < k->came_count) {
        bool first = came == k->came_count || (old < k->count && by_of_and_text(&k->sorted[old], &k->came[came]) < 0);
        to[n++] = first ? k->sorted[old++] : k->came[came++];
    }
    arena_free(&k->arena);
    k->arena = fresh;
    k->sorted = to;
    k->count = n;
    k->came = NULL;
    k->came_count = k->came_cap = 0;
    k->stale = false;
}

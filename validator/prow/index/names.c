#include "prow/index/names_tables.h"

#include "prow/files/summary.h"
#include "rule/rule.h"

#include <assert.h>

/* One tree's index: its tables are the store's where there is one, and then other trees' before and after. */
struct name_index {
    const struct prow_tree *tree;
    struct name_tables *tables;
    uint64_t stamp; /* of the tables, when they followed this tree last; 0: never */
};

struct name_index *name_index_new(struct arena *a, const struct prow_tree *t)
{
    struct name_index *ix = ARENA_NEW(a, struct name_index);

    ix->tree = t;
    ix->tables = t->store ? store_names(t->store) : name_tables_new();
    return ix;
}

void name_index_free(struct name_index *ix)
{
    if (!ix->tree->store)
        name_tables_free(ix->tables);
}

size_t name_index_work(const struct name_index *ix)
{
    return ix->tables->work;
}

size_t name_index_held(const struct name_index *ix)
{
    const struct name_tables *t = ix->tables;
    size_t held = t->arena.held + t->order.held;

    for (size_t kind = 0; kind < NAME_KINDS; kind++)
        held += t->kinds[kind].arena.held;
    for (size_t i = 0; i < t->count; i++)
        held += t->files[i]->texts.held;
    return held;
}

struct names names_all_of(const struct prow_tree *t)
{
    return (struct names){ t->names, 0 };
}

struct names names_seen(const struct check *c, const struct prow_tree *t)
{
    const struct rule *r = check_rule(c);

    /* No kind at all would read as all of them. */
    return (struct names){ t->names, r->reads ? r->reads : 1u << NAME_KINDS };
}

/* Tables are filled when they are first wanted: rules that are off cost nothing. */
static struct kind_table *table(const struct names *n, enum name_kind kind)
{
    struct name_index *ix = n->index;

    /* A rule that reads what it did not declare would not run again when that changes. */
    assert(n->may == 0 || n->may & READS(kind));
    if (ix->stamp == 0 || ix->stamp != ix->tables->stamp) {
        name_tables_follow(ix->tables, ix->tree);
        ix->stamp = ++ix->tables->stamp;
    }
    return name_tables_kind(ix->tables, kind, ix->tree);
}

const struct name *names_find(const struct names *n, enum name_kind kind, struct str of, struct str text)
{
    const struct kind_table *k = table(n, kind); /* first: filling it uses the buffer of keys, too */
    const struct entry *e = map_get(&k->by_key, name_tables_key(n->index->tables, of, text));

    return e && e->live ? &e->name : NULL;
}

const struct name_use *name_first(const struct names *n, const struct name *name)
{
    (void)n;
    return name ? ((const struct entry *)(const void *)name)->first : NULL;
}

const struct name_use *names_first(const struct names *n, enum name_kind kind, struct str of, struct str text)
{
    return name_first(n, names_find(n, kind, of, text));
}

static const struct kind_table *in_order(const struct names *n, enum name_kind kind)
{
    struct kind_table *k = table(n, kind);

    kind_table_sort(k);
    return k;
}

struct name_range names_of_kind(const struct names *n, enum name_kind kind)
{
    const struct kind_table *k = in_order(n, kind);

    return (struct name_range){ k->sorted, k->count };
}

/* The first name of the table whose of does not come before this one, or that comes behind all of it. */
static size_t bound(const struct kind_table *k, struct str of, bool behind)
{
    size_t low = 0, high = k->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(k->sorted[middle]->of, of);
        if (order < 0 || (behind && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct name_range names_below(const struct names *n, enum name_kind kind, struct str of)
{
    const struct kind_table *k = in_order(n, kind);
    size_t first = bound(k, of, false);

    return (struct name_range){ k->count ? k->sorted + first : NULL, bound(k, of, true) - first };
}

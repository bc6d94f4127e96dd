#include "pipeline/layers.h"

#include <stdlib.h>

enum { MOST_DEPTH = 1000 };

struct merge {
    struct arena *arena;
    struct node *nodes;
    size_t count, cap;
    unsigned depth;
    bool too_deep;
};

static size_t add_node(struct merge *m, const struct node *n)
{
    m->nodes = arena_grow(m->arena, m->nodes, m->count, &m->cap, sizeof *m->nodes);
    m->nodes[m->count] = *n;
    m->nodes[m->count].flags &= FLAG_KEY;
    m->nodes[m->count].span = 1;
    return m->count++;
}

static void close_node(struct merge *m, size_t at, size_t len)
{
    m->nodes[at].len = (uint32_t)len;
    m->nodes[at].span = (uint32_t)(m->count - at);
}

static void merge_values(struct merge *m, const struct node *const *values, size_t n);

static void copy_sequence(struct merge *m, const struct node *n)
{
    size_t at = add_node(m, n);

    for (const struct node *e = node_first(n); e; e = node_next(n, e)) {
        const struct node *value = node_value(e);

        merge_values(m, &value, 1);
    }
    close_node(m, at, n->len);
}

static int by_key(const void *a, const void *b)
{
    const struct node *const *x = a, *const *y = b;

    return str_cmp(node_text(*x), node_text(*y));
}

/* The values of one key in the mappings, those that a later one replaces left out. */
static size_t values_of(const struct node *const *maps, size_t n, struct str key, const struct node **values)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        const struct node *k = node_key(maps[i], key), *v = k ? node_pair_value(k) : NULL;

        if (!v)
            continue;
        if (count && (v->kind != NODE_MAPPING || values[count - 1]->kind != NODE_MAPPING))
            count = 0;
        values[count++] = v;
    }
    return count;
}

static void merge_maps(struct merge *m, const struct node *const *maps, size_t n)
{
    size_t total = 0, count = 0, at = add_node(m, maps[n - 1]), unique = 0;
    const struct node **keys, **values;

    for (size_t i = 0; i < n; i++)
        total += node_count(maps[i]);
    keys = ARENA_ARRAY(m->arena, const struct node *, total + 1);
    values = ARENA_ARRAY(m->arena, const struct node *, n);
    for (size_t i = 0; i < n; i++)
        for (const struct node *k = node_first_key(maps[i]); k; k = node_next_key(maps[i], k))
            keys[count++] = k;
    qsort(keys, count, sizeof *keys, by_key);
    for (size_t i = 0; i < count; i++) {
        size_t found;

        if (i && str_eq(node_text(keys[i]), node_text(keys[i - 1])))
            continue;
        unique++;
        add_node(m, keys[i]);
        if (n == 1) {
            const struct node *v = node_pair_value(keys[i]);

            merge_values(m, &v, 1);
            continue;
        }
        found = values_of(maps, n, node_text(keys[i]), values);
        merge_values(m, values, found);
    }
    close_node(m, at, unique);
}

static void merge_values(struct merge *m, const struct node *const *values, size_t n)
{
    if (m->depth >= MOST_DEPTH) {
        m->too_deep = true;
        add_node(m, values[n - 1]);
        m->nodes[m->count - 1].kind = NODE_NULL;
        return;
    }
    m->depth++;
    if (values[n - 1]->kind == NODE_MAPPING)
        merge_maps(m, values, n);
    else if (values[n - 1]->kind == NODE_SEQUENCE)
        copy_sequence(m, values[n - 1]);
    else
        add_node(m, values[n - 1]);
    m->depth--;
}

const struct node *layers_merge(struct arena *a, const struct node *const *layers, size_t n)
{
    static const struct node empty = { .span = 1, .kind = NODE_MAPPING, .line = 1 };
    const struct node **maps = ARENA_ARRAY(a, const struct node *, n + 1);
    struct merge m = { .arena = a };
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (node_kind(layers[i]) == NODE_MAPPING)
            maps[count++] = node_value(layers[i]);
    if (count == 0)
        maps[count++] = &empty;
    merge_values(&m, maps, count);
    return m.too_deep ? NULL : m.nodes;
}

static const char *go_type(const struct node *n)
{
    switch (node_kind(n)) {
    case NODE_NULL:
        return "<nil>";
    case NODE_BOOL:
        return "bool";
    case NODE_INT:
        return "int64";
    case NODE_FLOAT:
        return "float64";
    case NODE_STRING:
        return "string";
    default:
        return "[]interface {}";
    }
}

const struct node *config_get(const struct node *config, struct str path, struct arena *a, struct str *error)
{
    const struct node *at = config;
    struct str key, rest = path, way = { "", 0 };
    bool more = true;

    while (more) {
        more = str_cut(rest, '.', &key, &rest);
        if (node_kind(at) != NODE_MAPPING) {
            *error = ARENA_JOIN(a, STR("configuration"), way, STR(": expected nested map, found "), str_c(go_type(at)),
                                STR("; cannot index with "), key);
            return NULL;
        }
        at = node_get(at, key);
        if (!at) {
            *error = ARENA_JOIN(a, STR("configuration"), way, STR(": key "), key, STR(" not found"));
            return NULL;
        }
        way = ARENA_JOIN(a, way, STR("["), key, STR("]"));
    }
    return at;
}

static void put_placeholders(struct merge *m, const struct node *n, struct str path)
{
    size_t at;

    if (n->kind != NODE_MAPPING || m->depth >= MOST_DEPTH) {
        struct node leaf = *n;
        struct str text = ARENA_JOIN(m->arena, STR("__"), path, STR("__"));

        m->too_deep |= n->kind == NODE_MAPPING;
        leaf.kind = NODE_STRING;
        leaf.text = text.p;
        leaf.len = (uint32_t)text.len;
        add_node(m, &leaf);
        return;
    }
    m->depth++;
    at = add_node(m, n);
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        struct str below = path.len ? ARENA_JOIN(m->arena, path, STR("."), node_text(k)) : node_text(k);

        add_node(m, k);
        put_placeholders(m, node_pair_value(k), below);
    }
    close_node(m, at, n->len);
    m->depth--;
}

const struct node *config_placeholders(struct arena *a, const struct node *config)
{
    struct merge m = { .arena = a };

    put_placeholders(&m, config, (struct str){ "", 0 });
    return m.too_deep ? NULL : m.nodes;
}

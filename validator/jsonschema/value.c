#include "jsonschema/value.h"

#include "jsonschema/number.h"

#include <stdlib.h>

/* Elements up to which all pairs are compared at once. */
enum { FEW = 8 };

static bool spend(value_budget *budget, int levels, uint64_t cost)
{
    if (levels < 0 || *budget <= cost) {
        *budget = 0;
        return false;
    }
    *budget -= cost;
    return true;
}

static bool is_number(enum node_kind k)
{
    return k == NODE_INT || k == NODE_FLOAT;
}

static bool equal_numbers(struct str a, struct str b)
{
    struct decimal x, y;

    if (!decimal_read(a, &x) || !decimal_read(b, &y))
        return str_eq(a, b);
    return decimal_cmp(&x, &y) == 0;
}

static bool equal(const struct node *a, const struct node *b, value_budget *budget, int levels);

static bool equal_sequences(const struct node *a, const struct node *b, value_budget *budget, int levels)
{
    const struct node *x = node_first(a), *y = node_first(b);

    for (; x && y; x = node_next(a, x), y = node_next(b, y))
        if (!equal(x, y, budget, levels))
            return false;
    return !x && !y;
}

static bool equal_mappings(const struct node *a, const struct node *b, value_budget *budget, int levels)
{
    if (node_count(a) != node_count(b))
        return false;
    for (const struct node *key = node_first_key(a); key; key = node_next_key(a, key)) {
        const struct node *other = node_get(b, (struct str){ key->text, key->len });
        if (!spend(budget, levels, node_count(b)) || !other || !equal(node_pair_value(key), other, budget, levels))
            return false;
    }
    return true;
}

static bool equal(const struct node *a, const struct node *b, value_budget *budget, int levels)
{
    enum node_kind kind;

    a = node_value(a);
    b = node_value(b);
    kind = value_kind(a);
    if (!spend(budget, levels, 1))
        return false;
    if (is_number(kind) && is_number(value_kind(b)))
        return equal_numbers(node_text(a), node_text(b));
    if (kind != value_kind(b))
        return false;
    if (kind == NODE_SEQUENCE)
        return equal_sequences(a, b, budget, levels - 1);
    if (kind == NODE_MAPPING)
        return equal_mappings(a, b, budget, levels - 1);
    return kind == NODE_NULL || str_eq(node_text(a), node_text(b));
}

bool value_equal(const struct node *a, const struct node *b, value_budget *budget)
{
    return equal(a, b, budget, VALUE_DEPTH);
}

static uint64_t mix(uint64_t h)
{
    h = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
    return h ^ h >> 32;
}

static uint64_t hash(const struct node *n, value_budget *budget, int levels);

static uint64_t hash_collection(const struct node *n, value_budget *budget, int levels)
{
    uint64_t h = mix(n->len + n->kind);

    for (const struct node *e = node_first(n); e; e = node_next(n, e))
        h = mix(h) + hash(e, budget, levels);
    /* A sum: the order of keys does not matter. */
    for (const struct node *key = node_first_key(n); key; key = node_next_key(n, key))
        h += mix(str_hash((struct str){ key->text, key->len }) ^ mix(hash(node_pair_value(key), budget, levels)));
    return mix(h);
}

static uint64_t hash(const struct node *n, value_budget *budget, int levels)
{
    struct decimal d;
    enum node_kind kind;

    n = node_value(n);
    kind = value_kind(n);
    if (!spend(budget, levels, 1))
        return 0;
    if (kind >= NODE_SEQUENCE)
        return hash_collection(n, budget, levels - 1);
    if (kind == NODE_NULL)
        return 1;
    if (is_number(kind) && decimal_read(node_text(n), &d))
        return mix(decimal_hash(&d));
    return mix(str_hash(node_text(n)) + (is_number(kind) ? (uint64_t)NODE_INT : (uint64_t)kind));
}

uint64_t value_hash(const struct node *n, value_budget *budget)
{
    return hash(n, budget, VALUE_DEPTH);
}

struct hashed {
    const struct node *node;
    uint64_t hash;
    size_t index;
};

static int by_hash(const void *a, const void *b)
{
    const struct hashed *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* The earliest later element that equals one before it, among elements sorted so that equal hashes stand
 * together. */
static bool find_among(const struct hashed *list, size_t n, value_budget *budget, size_t *earlier, size_t *later)
{
    *later = SIZE_MAX;
    for (size_t from = 0; from < n; from++)
        for (size_t i = from + 1; i < n && list[i].hash == list[from].hash; i++)
            if (list[i].index < *later && value_equal(list[from].node, list[i].node, budget)) {
                *earlier = list[from].index;
                *later = list[i].index;
                break;
            }
    return *later != SIZE_MAX;
}

bool value_find_equal(const struct node *sequence, struct arena *scratch, value_budget *budget, size_t *earlier,
                      size_t *later)
{
    struct hashed few[FEW], *list = few;
    size_t n = node_count(sequence), i = 0;

    if (n < 2)
        return false;
    if (n > FEW)
        list = ARENA_ARRAY(scratch, struct hashed, n);
    for (const struct node *e = node_first(sequence); e; e = node_next(sequence, e), i++)
        list[i] = (struct hashed){ e, n > FEW ? value_hash(e, budget) : 0, i };
    if (n > FEW)
        qsort(list, n, sizeof *list, by_hash);
    return find_among(list, n, budget, earlier, later);
}

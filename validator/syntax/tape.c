#include "syntax/tape.h"

#include "base/utf8.h"

#include <string.h>

bool node_is(const struct node *n, struct str text)
{
    n = node_value(n);
    return n && n->kind < NODE_SEQUENCE && str_eq((struct str){ n->text, n->len }, text);
}

const struct node *node_first(const struct node *seq)
{
    seq = node_value(seq);
    return seq && seq->kind == NODE_SEQUENCE && seq->len ? seq + 1 : NULL;
}

const struct node *node_next(const struct node *seq, const struct node *e)
{
    seq = node_value(seq);
    e += e->span;
    return e < seq + seq->span ? e : NULL;
}

size_t node_count(const struct node *n)
{
    n = node_value(n);
    return n && (n->kind == NODE_SEQUENCE || n->kind == NODE_MAPPING) ? n->len : 0;
}

/* The first live key at or after this place in the mapping. */
static const struct node *live(const struct node *map, const struct node *key)
{
    while (key < map + map->span && key->flags & FLAG_DEAD) {
        key += key->span;
        key += key->span;
    }
    return key < map + map->span ? key : NULL;
}

const struct node *node_first_key(const struct node *map)
{
    map = node_value(map);
    return map && map->kind == NODE_MAPPING ? live(map, map + 1) : NULL;
}

const struct node *node_next_key(const struct node *map, const struct node *key)
{
    key += key->span;
    return live(node_value(map), key + key->span);
}

const struct node *node_pair_value(const struct node *key)
{
    return key ? node_value(key + key->span) : NULL;
}

const struct node *node_key(const struct node *map, struct str name)
{
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k))
        if (k->len == name.len && memcmp(k->text, name.p, name.len) == 0)
            return k;
    return NULL;
}

const struct node *node_get(const struct node *map, struct str name)
{
    return node_pair_value(node_key(map, name));
}

/* encoding/json folds ASCII letters, and the two other characters whose simple folding is an ASCII letter. */
static uint32_t fold(uint32_t cp)
{
    if (cp >= 'A' && cp <= 'Z')
        return cp + ('a' - 'A');
    if (cp == 0x17F)
        return 's';
    if (cp == 0x212A)
        return 'k';
    return cp;
}

bool fold_equal(struct str a, struct str b)
{
    while (a.len && b.len) {
        size_t wide_a, wide_b;
        if (fold(utf8_decode(a, &wide_a)) != fold(utf8_decode(b, &wide_b)))
            return false;
        a = str_from(a, wide_a);
        b = str_from(b, wide_b);
    }
    return a.len == 0 && b.len == 0;
}

/* Whether the two may be equal when folded, by their first letters alone: most keys of a mapping are not the one that
 * is looked for. */
static bool may_be(struct str text, struct str name)
{
    return text.len >= name.len && ((text.p[0] | 0x20) == (name.p[0] | 0x20) || (text.p[0] & 0x80)) &&
           (text.len > name.len || ((text.p[name.len - 1] | 0x20) == (name.p[name.len - 1] | 0x20)));
}

/* Rules ask for fields far more often than for anything else, so this walks the pairs itself. */
const struct node *node_field_key(const struct node *map, struct str name)
{
    const struct node *found = NULL, *end, *value;

    map = node_value(map);
    if (!map || map->kind != NODE_MAPPING || name.len == 0)
        return NULL;
    end = map + map->span;
    for (const struct node *k = map + 1; k < end; k = value + value->span) {
        struct str text = { k->text, k->len };
        value = k + k->span;
        if (k->flags & FLAG_DEAD || !may_be(text, name))
            continue;
        if ((text.len != name.len || memcmp(text.p, name.p, name.len) != 0) && !fold_equal(text, name))
            continue;
        if (!found || str_cmp(text, node_text(found)) > 0)
            found = k;
    }
    return found;
}

const struct node *node_field(const struct node *map, struct str name)
{
    return node_pair_value(node_field_key(map, name));
}

bool node_int(const struct node *n, int64_t *value)
{
    struct str s = node_text(n);
    bool negative = s.len && s.p[0] == '-';
    int64_t v = 0;

    if (node_kind(n) != NODE_INT || s.len == 0)
        return false;
    for (size_t i = negative; i < s.len; i++)
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
            return false;
    if (!negative && __builtin_sub_overflow(0, v, &v))
        return false;
    *value = v;
    return true;
}

bool node_true(const struct node *n)
{
    return node_kind(n) == NODE_BOOL && node_is(n, STR("true"));
}

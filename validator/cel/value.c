#include "cel/value.h"

#include "cel/opaque.h"

#include <math.h>

enum { DEEPEST_VALUE = 1000, FEW_PAIRS = 8 };

struct cel_value cel_some(struct arena *a, struct cel_value v)
{
    struct cel_value *kept = ARENA_NEW(a, struct cel_value);

    *kept = v;
    return (struct cel_value){ .kind = CEL_OPTIONAL, .some = kept, .origin = v.origin };
}

struct cel_value cel_list_value(struct arena *a, const struct cel_value *items, size_t count)
{
    struct cel_list *list = ARENA_NEW(a, struct cel_list);

    *list = (struct cel_list){ items, count };
    return (struct cel_value){ .kind = CEL_LIST, .list = list };
}

const struct cel_type *cel_type_of(const struct cel_value *v)
{
    static const struct cel_type *const types[] = {
        [CEL_NULL] = &cel_type_null,           [CEL_BOOL] = &cel_type_bool,         [CEL_INT] = &cel_type_int,
        [CEL_UINT] = &cel_type_uint,           [CEL_DOUBLE] = &cel_type_double,     [CEL_STRING] = &cel_type_string,
        [CEL_BYTES] = &cel_type_bytes,         [CEL_LIST] = &cel_type_list,         [CEL_MAP] = &cel_type_map,
        [CEL_TIMESTAMP] = &cel_type_timestamp, [CEL_DURATION] = &cel_type_duration, [CEL_TYPE] = &cel_type_type,
        [CEL_OPTIONAL] = &cel_type_optional,   [CEL_ERROR] = &cel_type_error,
    };

    return v->kind == CEL_OPAQUE ? cel_opaque_type(v) : types[v->kind];
}

size_t cel_count(const struct cel_value *v)
{
    if (v->kind != CEL_LIST && v->kind != CEL_MAP)
        return 0;
    if (v->class)
        return v->class->count(v);
    return v->kind == CEL_LIST ? v->list->count : v->map->count;
}

void cel_at(struct arena *a, const struct cel_value *list, size_t index, struct cel_value *out)
{
    if (list->class)
        list->class->at(a, list, index, out);
    else
        *out = list->list->items[index];
}

bool cel_next(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
              struct cel_value *value)
{
    if (of->kind == CEL_LIST)
        *key = cel_int((int64_t)c->index);
    if (of->class) {
        bool more = of->class->next(a, of, c, key, value);
        c->index += more;
        return more;
    }
    if (c->index >= (of->kind == CEL_LIST ? of->list->count : of->map->count))
        return false;
    if (of->kind == CEL_LIST) {
        *value = of->list->items[c->index++];
        return true;
    }
    *key = of->map->pairs[c->index].key;
    *value = of->map->pairs[c->index++].value;
    return true;
}

/* A number as an integer where it is one: so that equal keys of different types meet. */
static bool whole(const struct cel_value *v, bool *negative, uint64_t *magnitude)
{
    switch (v->kind) {
    case CEL_INT:
        *negative = v->i < 0;
        *magnitude = v->i < 0 ? 0 - (uint64_t)v->i : (uint64_t)v->i;
        return true;
    case CEL_UINT:
        *negative = false;
        *magnitude = v->u;
        return true;
    case CEL_DOUBLE:
        if (!(v->d >= -9223372036854775808.0 && v->d < 18446744073709551616.0) || v->d != floor(v->d))
            return false;
        *negative = v->d < 0;
        *magnitude = v->d < 0 ? (uint64_t)-v->d : (uint64_t)v->d;
        return true;
    default:
        return false;
    }
}

static uint64_t hash_key(const struct cel_value *key)
{
    bool negative;
    uint64_t magnitude;

    if (key->kind == CEL_STRING)
        return str_hash(cel_text(key));
    if (whole(key, &negative, &magnitude))
        return (magnitude ^ (magnitude >> 29)) * 0x9E3779B97F4A7C15u + negative;
    return key->kind * 31u + (key->kind == CEL_BOOL && key->b);
}

static bool same_key(const struct cel_value *a, const struct cel_value *b)
{
    struct cel_budget budget = { .steps = 64 };

    if (a->kind == CEL_STRING || b->kind == CEL_STRING)
        return a->kind == b->kind && str_eq(cel_text(a), cel_text(b));
    return cel_equal(&budget, a, b);
}

/* Where a key stands, or would: its pair, or the map's count. *slot is its place in the table. */
static size_t locate(const struct cel_map *m, const struct cel_value *key, size_t *slot)
{
    if (!m->slots) {
        for (size_t i = 0; i < m->count; i++)
            if (same_key(&m->pairs[i].key, key))
                return i;
        return m->count;
    }
    for (*slot = hash_key(key) & (m->slot_count - 1); m->slots[*slot]; *slot = (*slot + 1) & (m->slot_count - 1))
        if (same_key(&m->pairs[m->slots[*slot] - 1].key, key))
            return m->slots[*slot] - 1;
    return m->count;
}

bool cel_map_find(struct arena *a, const struct cel_value *map, const struct cel_value *key, struct cel_value *out)
{
    size_t slot = 0, at;

    if (map->class)
        return key->kind == CEL_STRING && map->class->get(a, map, cel_text(key), out);
    at = locate(map->map, key, &slot);
    if (at == map->map->count)
        return false;
    *out = map->map->pairs[at].value;
    return true;
}

struct cel_map *cel_map_new(struct arena *a)
{
    return ARENA_NEW(a, struct cel_map);
}

/* Twice the room; from FEW_PAIRS on with a table at most half full. */
static void grow(struct arena *a, struct cel_map *m)
{
    size_t cap = m->cap ? m->cap * 2 : 4, slot;
    struct cel_pair *pairs = ARENA_ARRAY(a, struct cel_pair, cap);

    if (m->count)
        memcpy(pairs, m->pairs, m->count * sizeof(*pairs));
    m->pairs = pairs;
    m->cap = cap;
    if (cap <= FEW_PAIRS)
        return;
    m->slot_count = cap * 2;
    m->slots = ARENA_ARRAY(a, uint32_t, m->slot_count);
    for (size_t i = 0; i < m->count; i++) {
        for (slot = hash_key(&m->pairs[i].key) & (m->slot_count - 1); m->slots[slot];)
            slot = (slot + 1) & (m->slot_count - 1);
        m->slots[slot] = (uint32_t)i + 1;
    }
}

bool cel_map_put(struct arena *a, struct cel_map *m, const struct cel_value *key, const struct cel_value *value,
                 bool replace)
{
    size_t slot = 0, at = locate(m, key, &slot);

    if (at < m->count) {
        if (replace)
            m->pairs[at].value = *value;
        return replace;
    }
    if (m->count == m->cap) {
        grow(a, m);
        locate(m, key, &slot);
    }
    m->pairs[m->count++] = (struct cel_pair){ *key, *value };
    if (m->slots)
        m->slots[slot] = (uint32_t)m->count;
    return true;
}

struct cel_value cel_map_value(const struct cel_map *m)
{
    return (struct cel_value){ .kind = CEL_MAP, .map = m };
}

static enum cel_order order_of(int c)
{
    return c < 0 ? CEL_LESS : c > 0 ? CEL_MORE : CEL_SAME;
}

#define ORDER(a, b) ((a) < (b) ? CEL_LESS : (a) > (b) ? CEL_MORE : CEL_SAME)

static enum cel_order int_double(int64_t i, double d)
{
    if (isnan(d))
        return CEL_NAN;
    if (d < -9223372036854775808.0)
        return CEL_MORE;
    if (d > 9223372036854775808.0)
        return CEL_LESS;
    return ORDER((double)i, d);
}

static enum cel_order uint_double(uint64_t u, double d)
{
    if (isnan(d))
        return CEL_NAN;
    if (d < 0)
        return CEL_MORE;
    if (d > 18446744073709551616.0)
        return CEL_LESS;
    return ORDER((double)u, d);
}

static enum cel_order reversed(enum cel_order o)
{
    return o == CEL_LESS ? CEL_MORE : o == CEL_MORE ? CEL_LESS : o;
}

static enum cel_order compare_mixed(const struct cel_value *a, const struct cel_value *b)
{
    if (a->kind == CEL_INT && b->kind == CEL_UINT)
        return a->i < 0 ? CEL_LESS : ORDER((uint64_t)a->i, b->u);
    if (a->kind == CEL_INT && b->kind == CEL_DOUBLE)
        return int_double(a->i, b->d);
    if (a->kind == CEL_UINT && b->kind == CEL_DOUBLE)
        return uint_double(a->u, b->d);
    if (a->kind > b->kind && b->kind >= CEL_INT && a->kind <= CEL_DOUBLE)
        return reversed(compare_mixed(b, a));
    return CEL_NO_ORDER;
}

enum cel_order cel_compare(const struct cel_value *a, const struct cel_value *b)
{
    if (a->kind != b->kind)
        return compare_mixed(a, b);
    switch (a->kind) {
    case CEL_BOOL:
        return ORDER(a->b, b->b);
    case CEL_INT:
    case CEL_DURATION:
        return ORDER(a->i, b->i);
    case CEL_UINT:
        return ORDER(a->u, b->u);
    case CEL_DOUBLE:
        if (isnan(a->d) || isnan(b->d))
            return CEL_NAN;
        return ORDER(a->d, b->d);
    case CEL_STRING:
    case CEL_BYTES:
        return order_of(str_cmp(cel_text(a), cel_text(b)));
    case CEL_TIMESTAMP:
        return a->i != b->i ? ORDER(a->i, b->i) : ORDER(a->n, b->n);
    case CEL_OPAQUE:
        if (a->opaque == CEL_OPAQUE_SEMVER && b->opaque == CEL_OPAQUE_SEMVER)
            return order_of(cel_semver_compare(a->object, b->object));
        return CEL_NO_ORDER;
    default:
        return CEL_NO_ORDER;
    }
}

static bool lists_equal(struct cel_budget *budget, const struct cel_value *a, const struct cel_value *b)
{
    struct cel_cursor ca = { 0 }, cb = { 0 };
    struct cel_value key, va, vb;

    if (cel_count(a) != cel_count(b))
        return false;
    while (cel_next(budget->arena, a, &ca, &key, &va) && cel_next(budget->arena, b, &cb, &key, &vb))
        if (!cel_equal(budget, &va, &vb))
            return false;
    return true;
}

static bool maps_equal(struct cel_budget *budget, const struct cel_value *a, const struct cel_value *b)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, va, vb;

    if (cel_count(a) != cel_count(b))
        return false;
    while (cel_next(budget->arena, a, &c, &key, &va))
        if (!cel_map_find(budget->arena, b, &key, &vb) || !cel_equal(budget, &va, &vb))
            return false;
    return true;
}

static bool deep_equal(struct cel_budget *budget, const struct cel_value *a, const struct cel_value *b)
{
    bool equal;

    if (budget->depth >= DEEPEST_VALUE) {
        budget->steps = 0;
        return false;
    }
    budget->depth++;
    if (a->kind == CEL_OPTIONAL)
        equal = !a->some || !b->some ? a->some == b->some : cel_equal(budget, a->some, b->some);
    else if (a->kind == CEL_LIST)
        equal = lists_equal(budget, a, b);
    else
        equal = maps_equal(budget, a, b);
    budget->depth--;
    return equal;
}

bool cel_equal(struct cel_budget *budget, const struct cel_value *a, const struct cel_value *b)
{
    if (budget->steps == 0)
        return false;
    budget->steps--;
    if (a->kind != b->kind)
        return compare_mixed(a, b) == CEL_SAME;
    switch (a->kind) {
    case CEL_NULL:
        return true;
    case CEL_STRING:
    case CEL_BYTES:
        return str_eq(cel_text(a), cel_text(b));
    case CEL_TYPE:
        return str_eq(a->type->name, b->type->name);
    case CEL_OPAQUE:
        return cel_opaque_equal(a, b);
    case CEL_OPTIONAL:
    case CEL_LIST:
    case CEL_MAP:
        return deep_equal(budget, a, b);
    case CEL_ERROR:
        return false;
    default:
        return cel_compare(a, b) == CEL_SAME;
    }
}

/* The moment 0001-01-01T00:00:00Z, which Go takes for zero. */
static const int64_t ZERO_TIME = -62135596800;

bool cel_is_zero(const struct cel_value *v)
{
    switch (v->kind) {
    case CEL_NULL:
        return true;
    case CEL_BOOL:
        return !v->b;
    case CEL_INT:
    case CEL_DURATION:
        return v->i == 0;
    case CEL_UINT:
        return v->u == 0;
    case CEL_DOUBLE:
        return v->d == 0;
    case CEL_STRING:
    case CEL_BYTES:
        return v->n == 0;
    case CEL_LIST:
    case CEL_MAP:
        return cel_count(v) == 0;
    case CEL_TIMESTAMP:
        return v->i == ZERO_TIME && v->n == 0;
    case CEL_OPTIONAL:
        return !v->some || cel_is_zero(v->some);
    default:
        return false;
    }
}

/* Values of a tape, read in place. */
#include "syntax/tape.h"
#include "cel/cel.h"

#include <stdlib.h>

static const struct cel_class tape_class;
static inline void put_value(const struct node *n, struct cel_value *out);

static size_t count(const struct cel_value *of)
{
    return ((const struct node *)of->foreign)->len;
}

static void at(struct arena *a, const struct cel_value *of, size_t index, struct cel_value *out)
{
    const struct node *seq = of->foreign, *e = node_first(seq);

    (void)a;
    while (e && index-- > 0)
        e = node_next(seq, e);
    put_value(e, out);
}

/* As node_get, without its calls. */
static bool get(struct arena *a, const struct cel_value *of, struct str key, struct cel_value *out)
{
    const struct node *map = of->foreign, *end = map + map->span, *value;

    (void)a;
    for (const struct node *k = map + 1; k < end; k = value + value->span) {
        value = k + k->span;
        if (k->len == key.len && !(k->flags & FLAG_DEAD) && memcmp(k->text, key.p, key.len) == 0) {
            put_value(value, out);
            return true;
        }
    }
    return false;
}

static bool next(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
                 struct cel_value *value)
{
    const struct node *in = of->foreign, *n = c->at;

    (void)a;
    if (of->kind == CEL_LIST) {
        n = n ? node_next(in, n) : node_first(in);
        if (n)
            put_value(n, value);
    } else {
        n = n ? node_next_key(in, n) : node_first_key(in);
        if (n) {
            *key = cel_string((struct str){ n->text, n->len });
            key->origin = n;
            put_value(n + n->span, value);
        }
    }
    if (n)
        c->at = n;
    return n != NULL;
}

static const struct cel_class tape_class = { .count = count, .at = at, .get = get, .next = next };

/* An integer of any size; past the ends of int64 and uint64 a double. */
static struct cel_value whole(struct str s)
{
    bool negative = s.len && s.p[0] == '-', fits = true;
    uint64_t n = 0;
    char text[400];

    for (size_t i = negative; i < s.len && fits; i++)
        fits = s.p[i] >= '0' && s.p[i] <= '9' && !__builtin_mul_overflow(n, 10, &n) &&
               !__builtin_add_overflow(n, (uint64_t)(s.p[i] - '0'), &n);
    if (fits && !negative && n > INT64_MAX)
        return cel_uint(n);
    if (fits && n <= (uint64_t)INT64_MAX + negative)
        return cel_int(negative ? (int64_t)(0 - n) : (int64_t)n);
    if (s.len >= sizeof(text))
        return cel_double(negative ? -1e308 * 10 : 1e308 * 10);
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    return cel_double(strtod(text, NULL));
}

static struct cel_value fraction(struct str s)
{
    char text[400];

    if (s.len >= sizeof(text))
        s.len = sizeof(text) - 1;
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    return cel_double(strtod(text, NULL));
}

/* Numbers, apart from the rest: they are rare and take room on the stack. */
static __attribute__((noinline)) void number(const struct node *n, struct cel_value *out)
{
    *out = n->kind == NODE_INT ? whole(node_text(n)) : fraction(node_text(n));
    out->origin = n;
}

/* Digits that surely fit. */
static inline bool small(const struct node *n, int64_t *value)
{
    int64_t sum = 0;

    if (n->len > 18)
        return false;
    for (uint32_t i = 0; i < n->len; i++) {
        if (n->text[i] < '0' || n->text[i] > '9')
            return false;
        sum = sum * 10 + (n->text[i] - '0');
    }
    *value = sum;
    return true;
}

static inline void put_value(const struct node *n, struct cel_value *out)
{
    n = node_value(n);
    out->opaque = 0;
    out->zone = 0;
    out->n = 0;
    out->u = 0;
    out->class = NULL;
    out->origin = n;
    switch (n ? n->kind : NODE_NULL) {
    case NODE_STRING:
        out->kind = CEL_STRING;
        out->n = n->len;
        out->s = n->text;
        break;
    case NODE_SEQUENCE:
    case NODE_MAPPING:
        out->kind = n->kind == NODE_SEQUENCE ? CEL_LIST : CEL_MAP;
        out->foreign = n;
        out->class = &tape_class;
        break;
    case NODE_BOOL:
        out->kind = CEL_BOOL;
        out->b = n->len == 4;
        break;
    case NODE_INT:
        out->kind = CEL_INT;
        if (!small(n, &out->i))
            number(n, out);
        break;
    case NODE_FLOAT:
        number(n, out);
        break;
    default:
        out->kind = CEL_NULL;
        break;
    }
}

struct cel_value cel_tape_value(const struct node *n)
{
    struct cel_value v;

    put_value(n, &v);
    return v;
}

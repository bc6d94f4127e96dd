#include "cel/format.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "cel/opaque.h"
#include "cel/time.h"
#include "syntax/scalar/goquote.h"
#include "syntax/yaml/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { USUAL_PRECISION = 6, DEEPEST = 100, MOST_TEXT = 16 << 20 };

static bool read_precision(struct arena *a, struct str format, size_t *at, bool kubernetes, int *precision,
                           struct str *error)
{
    int64_t n, most = kubernetes ? 1000 : 100;
    size_t from = ++*at;
    struct str digits;
    enum go_int bad;

    while (*at < format.len && format.p[*at] >= '0' && format.p[*at] <= '9')
        ++*at;
    if (*at >= format.len) {
        *error = STR("could not find end of precision specifier");
        return false;
    }
    digits = str_slice(format, from, *at);
    bad = go_parse_int(digits, &n);
    if (bad != GO_INT_OK)
        *error = ARENA_JOIN(a, STR("error while converting precision to integer: "),
                            go_int_error(a, STR("Atoi"), digits, bad));
    else if (n > most)
        *error =
            arena_printf(a, "precision %lld exceeds maximum allowed precision %lld", (long long)n, (long long)most);
    else
        *precision = (int)n;
    return error->len == 0;
}

bool cel_clause_read(struct arena *a, struct str format, size_t at, bool kubernetes, struct cel_clause *c,
                     struct str *error)
{
    struct str why = STR("");
    size_t w;

    *c = (struct cel_clause){ .precision = USUAL_PRECISION };
    at++;
    if (at < format.len && format.p[at] == '.' && !read_precision(a, format, &at, kubernetes, &c->precision, &why))
        why = ARENA_JOIN(a, STR("error while parsing precision: "), why);
    if (why.len == 0 && (at >= format.len || !memchr("sdfebxXo", format.p[at], 8))) {
        utf8_decode(str_from(format, at), &w);
        char byte[4];
        size_t n = at < format.len ? utf8_encode((unsigned char)format.p[at], byte) : 0;
        why = ARENA_JOIN(a, STR("unrecognized formatting clause \""), (struct str){ byte, n }, STR("\""));
    }
    if (why.len) {
        *error = ARENA_JOIN(a, STR("could not parse formatting clause: "), why);
        return false;
    }
    c->letter = format.p[at];
    c->end = at + 1;
    return true;
}

static bool is_number(const struct cel_type *t)
{
    return t->kind == CEL_TYPE_INT || t->kind == CEL_TYPE_UINT || t->kind == CEL_TYPE_DOUBLE;
}

static bool can_show(char letter, const struct cel_type *t)
{
    bool whole = t->kind == CEL_TYPE_INT || t->kind == CEL_TYPE_UINT;

    switch (letter) {
    case 's':
        return t->kind != CEL_TYPE_OPAQUE && t->kind != CEL_TYPE_STRUCT && t->kind != CEL_TYPE_ERROR;
    case 'b':
        return whole || t->kind == CEL_TYPE_BOOL;
    case 'o':
        return whole;
    case 'x':
    case 'X':
        return whole || t->kind == CEL_TYPE_STRING || t->kind == CEL_TYPE_BYTES;
    default:
        return is_number(t);
    }
}

struct str cel_clause_refuses(struct arena *a, char letter, const struct cel_type *t)
{
    const char *words = "";

    if (can_show(letter, t))
        return STR("");
    switch (letter) {
    case 's':
        words =
            "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, "
            "and timestamps";
        break;
    case 'b':
        words = "only ints, uints, and bools can be formatted as binary";
        break;
    case 'o':
        words = "octal clause can only be used on ints and uints";
        break;
    case 'x':
    case 'X':
        words = "only ints, uints, bytes, and strings can be formatted as hex";
        break;
    case 'd':
        words = "decimal clause can only be used on ints, uints, and doubles";
        break;
    case 'f':
        words = "fixed-point clause can only be used on ints, uints, and doubles";
        break;
    default:
        words = "scientific clause can only be used on ints, uints, and doubles";
    }
    return ARENA_JOIN(a, STR("error during formatting: "), str_c(words), STR(", was given "), t->name);
}

/* strconv.FormatFloat(d, 'f', -1, 64): the shortest digits that read back, without an exponent. */
static void put_shortest(struct buf *b, double d)
{
    char text[400], shortest[NUMBER_ROOM];
    struct str s = number_general(d, false, shortest);
    size_t e = str_find_char(s, 'e'), dot = str_find_char(s, '.');
    int exponent, places;

    if (e == SIZE_MAX) {
        buf_put(b, s);
        return;
    }
    exponent = 0;
    for (size_t i = e + 2; i < s.len; i++)
        exponent = exponent * 10 + (s.p[i] - '0');
    if (s.p[e + 1] == '-')
        exponent = -exponent;
    places = (dot == SIZE_MAX ? 0 : (int)(e - dot) - 1) - exponent;
    snprintf(text, sizeof(text), "%.*f", places > 0 ? places : 0, d);
    buf_put(b, str_c(text));
}

static bool put_special(struct buf *b, double d)
{
    if (isfinite(d))
        return false;
    buf_put(b, isnan(d) ? STR("NaN") : d < 0 ? STR("-Infinity") : STR("Infinity"));
    return true;
}

/* The words of what went wrong, or an empty text. */
static struct str put_value(struct cel_run *run, struct buf *b, const struct cel_value *v, unsigned depth);

static struct str put_list(struct cel_run *run, struct buf *b, const struct cel_value *v, unsigned depth)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, item;
    struct str why = STR("");
    bool first = true;

    buf_char(b, '[');
    while (why.len == 0 && cel_next(run->arena, v, &c, &key, &item)) {
        if (!first)
            buf_put(b, STR(", "));
        first = false;
        why = put_value(run, b, &item, depth);
    }
    buf_char(b, ']');
    return why;
}

struct shown_pair {
    struct str key, value;
    size_t index;
};

static int by_key(const void *x, const void *y)
{
    const struct shown_pair *a = x, *b = y;
    int c = str_cmp(a->key, b->key);

    return c ? c : a->index < b->index ? -1 : 1;
}

static struct str put_map(struct cel_run *run, struct buf *b, const struct cel_value *v, unsigned depth)
{
    size_t count = cel_count(v), n = 0;
    struct shown_pair *pairs;
    struct cel_cursor c = { 0 };
    struct cel_value key, value;
    struct str why = STR("");

    if (!cel_room(run, count * sizeof(*pairs)))
        return STR("too large");
    pairs = ARENA_ARRAY(run->arena, struct shown_pair, count + 1);
    while (why.len == 0 && n < count && cel_next(run->arena, v, &c, &key, &value)) {
        struct buf k = { 0 }, w = { 0 };
        why = put_value(run, &k, &key, depth);
        if (why.len == 0)
            why = put_value(run, &w, &value, depth);
        pairs[n] = (struct shown_pair){ arena_copy(run->arena, buf_str(&k)), arena_copy(run->arena, buf_str(&w)), n };
        n++;
        buf_free(&k);
        buf_free(&w);
    }
    qsort(pairs, n, sizeof(*pairs), by_key);
    buf_char(b, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_put(b, STR(", "));
        buf_put(b, pairs[i].key);
        buf_put(b, STR(": "));
        buf_put(b, pairs[i].value);
    }
    buf_char(b, '}');
    return why;
}

static struct str put_value(struct cel_run *run, struct buf *b, const struct cel_value *v, unsigned depth)
{
    if (depth > DEEPEST || b->len > MOST_TEXT || !cel_work(run, 1)) {
        cel_stop(run, "a text grows too long");
        return STR("too large");
    }
    switch (v->kind) {
    case CEL_DOUBLE:
        if (!put_special(b, v->d))
            put_shortest(b, v->d);
        return STR("");
    case CEL_DURATION:
        buf_put(b, cel_duration_text(run->arena, v->i));
        return STR("");
    case CEL_TIMESTAMP:
        buf_put(b, cel_time_text(run->arena, v, true));
        return STR("");
    case CEL_TYPE:
        buf_put(b, v->type->name);
        return STR("");
    case CEL_LIST:
        return put_list(run, b, v, depth + 1);
    case CEL_MAP:
        return put_map(run, b, v, depth + 1);
    case CEL_OPTIONAL:
    case CEL_OPAQUE:
        return cel_clause_refuses(run->arena, 's', cel_type_of(v));
    default:
        buf_put(b, cel_show(run->arena, v));
        return STR("");
    }
}

static double as_double(const struct cel_value *v)
{
    return v->kind == CEL_INT ? (double)v->i : v->kind == CEL_UINT ? (double)v->u : v->d;
}

/* A whole number in a base of bits a digit. */
static void put_base(struct buf *b, const struct cel_value *v, unsigned bits, bool upper)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    bool negative = v->kind == CEL_INT && v->i < 0;
    uint64_t n = v->kind == CEL_BOOL ? v->b : negative ? 0 - (uint64_t)v->i : v->u;
    char text[65];
    size_t at = sizeof(text);

    do
        text[--at] = digits[n & ((1u << bits) - 1)];
    while (n >>= bits);
    if (negative)
        buf_char(b, '-');
    buf_put(b, (struct str){ text + at, sizeof(text) - at });
}

static void put_hex(struct buf *b, const struct cel_value *v, bool upper)
{
    if (v->kind != CEL_STRING && v->kind != CEL_BYTES) {
        put_base(b, v, 4, upper);
        return;
    }
    for (size_t i = 0; i < v->n; i++)
        buf_printf(b, upper ? "%02X" : "%02x", (unsigned char)v->s[i]);
}

static struct str put_clause(struct cel_run *run, struct buf *b, const struct cel_clause *c, const struct cel_value *v)
{
    struct str why;

    if (c->letter == 's') {
        why = put_value(run, b, v, 0);
        return why.len && !str_starts(why, STR("error")) ? STR("") : why;
    }
    why = cel_clause_refuses(run->arena, c->letter, cel_type_of(v));
    if (why.len)
        return why;
    switch (c->letter) {
    case 'd':
        return put_value(run, b, v, 0);
    case 'b':
        put_base(b, v, 1, false);
        break;
    case 'o':
        put_base(b, v, 3, false);
        break;
    case 'x':
    case 'X':
        put_hex(b, v, c->letter == 'X');
        break;
    default:
        if (!put_special(b, as_double(v)))
            buf_printf(b, c->letter == 'f' ? "%.*f" : "%.*e", c->precision, as_double(v));
    }
    return STR("");
}

void cel_format_text(struct cel_run *run, struct str format, const struct cel_value *list, struct cel_value *out)
{
    size_t argument = 0, count = cel_count(list);
    struct buf b = { 0 };
    struct str why = STR("");
    struct cel_clause c;
    struct cel_value v;

    for (size_t i = 0; i < format.len && why.len == 0 && !run->stopped;) {
        if (format.p[i] != '%') {
            size_t next = str_find_char(str_from(format, i), '%');
            size_t n = next == SIZE_MAX ? format.len - i : next;
            buf_put(&b, str_slice(format, i, i + n));
            i += n;
        } else if (i + 1 < format.len && format.p[i + 1] == '%') {
            buf_char(&b, '%');
            i += 2;
        } else if (argument >= count) {
            why = arena_printf(run->arena, "index %zu out of range", argument);
        } else if (i + 1 >= format.len) {
            why = STR("unexpected end of string");
        } else if (cel_clause_read(run->arena, format, i, run->kubernetes, &c, &why)) {
            cel_at(run->arena, list, argument++, &v);
            why = put_clause(run, &b, &c, &v);
            i = c.end;
        }
    }
    if (why.len) {
        buf_free(&b);
        cel_fail(run, out, why);
    } else {
        cel_text_of(run, &b, out);
    }
}

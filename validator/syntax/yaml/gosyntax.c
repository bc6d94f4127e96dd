#include "base/utf8.h"
#include "syntax/yaml/build.h"
#include "syntax/yaml/number.h"

#include <stdlib.h>
#include <string.h>

struct range {
    uint32_t from, to;
};

/* Code points that strconv.IsPrint refuses, as far as a source can hold them; unassigned ones are left out.
 */
static const struct range hidden[] = {
    { 0x7f, 0xa0 },     { 0xad, 0xad },     { 0x61c, 0x61c },   { 0x1680, 0x1680 },    { 0x180e, 0x180e },
    { 0x2000, 0x200f }, { 0x2028, 0x202f }, { 0x205f, 0x206f }, { 0x3000, 0x3000 },    { 0xd800, 0xf8ff },
    { 0xfeff, 0xfeff }, { 0xfff0, 0xfffb }, { 0xfffe, 0xffff }, { 0xe0000, 0x10ffff },
};

static bool printable(uint32_t c)
{
    if (c < ' ')
        return false;
    for (size_t i = 0; i < COUNT_OF(hidden); i++)
        if (c >= hidden[i].from && c <= hidden[i].to)
            return false;
    return true;
}

static void put_rune(struct buf *out, uint32_t c)
{
    static const char letters[] = "abtnvfr"; /* from 7 to 13 */
    char bytes[4];

    if (c == '"' || c == '\\')
        buf_printf(out, "\\%c", (int)c);
    else if (c >= 7 && c <= 13)
        buf_printf(out, "\\%c", letters[c - 7]);
    else if (printable(c))
        buf_put(out, (struct str){ bytes, utf8_encode(c, bytes) });
    else
        buf_printf(out, c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

/* strconv.Quote. */
static void put_quoted(struct buf *out, struct str s)
{
    size_t width;

    buf_char(out, '"');
    for (size_t i = 0; i < s.len; i += width) {
        uint32_t c = utf8_decode(str_from(s, i), &width);
        if (c == UTF8_BAD && width == 1)
            buf_printf(out, "\\x%02x", (unsigned char)s.p[i]);
        else
            put_rune(out, c);
    }
    buf_char(out, '"');
}

static bool put_scalar(struct buf *out, const struct node *n)
{
    struct str text = { n->text, n->len };
    char room[NUMBER_ROOM];
    double value;
    int64_t whole;

    switch ((enum node_kind)n->kind) {
    case NODE_NULL:
        buf_put(out, STR("interface {}(nil)"));
        break;
    case NODE_STRING:
        put_quoted(out, text);
        break;
    case NODE_INT:
        if (node_int(n, &whole))
            buf_put(out, text);
        else
            buf_printf(out, "0x%llx", strtoull(n->text, NULL, 10));
        break;
    case NODE_FLOAT:
        buf_put(out, number_float(text, &value) ? number_general(value, false, room) : text);
        break;
    default:
        buf_put(out, text);
    }
    return true;
}

static void put_key(struct buf *out, const struct node *n)
{
    if (n->kind == NODE_FLOAT)
        buf_put(out, (struct str){ n->text, n->len });
    else
        put_scalar(out, n);
}

static int rank(const struct node *n)
{
    static const int ranks[] = {
        [NODE_NULL] = 0, [NODE_STRING] = 1, [NODE_INT] = 2, [NODE_FLOAT] = 3, [NODE_BOOL] = 4
    };

    return n->kind <= NODE_STRING ? ranks[n->kind] : 5;
}

/* fmt prints the entries of a map sorted, those of one type together. */
static int by_type(const void *a, const void *b)
{
    const struct node *x = *(const struct node *const *)a, *y = *(const struct node *const *)b;
    int64_t left, right;

    if (rank(x) != rank(y))
        return rank(x) - rank(y);
    if (x->kind == NODE_INT && node_int(x, &left) && node_int(y, &right))
        return (left > right) - (left < right);
    return str_cmp((struct str){ x->text, x->len }, (struct str){ y->text, y->len });
}

static const struct form go_syntax = {
    .map = STR_INIT("map[interface {}]interface {}{"),
    .map_end = STR_INIT("}"),
    .sequence = STR_INIT("[]interface {}{"),
    .sequence_end = STR_INIT("}"),
    .comma = STR_INIT(", "),
    .colon = STR_INIT(":"),
    .order = by_type,
    .scalar = put_scalar,
    .key = put_key,
};

void gosyntax_put(struct buf *out, const struct node *n)
{
    if (node_kind(n) == NODE_NULL)
        buf_put(out, STR("<nil>"));
    else
        print_value(out, n, &go_syntax);
}

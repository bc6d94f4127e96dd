/* yaml.v2's encoder and emitter, as far as JSON values need them. */
#include "syntax/yaml/marshal.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "syntax/yaml/number.h"
#include "syntax/yaml/resolve.h"

#include <stdlib.h>

enum { MOST_DEPTH = 1000, WIDTH = 80, LONG_KEY = 128 };

struct marshal {
    struct buf *out;
    size_t line; /* where the line being written starts in out */
    struct arena arena;
    bool too_deep;
};

/* What a text may be written as (analyze_scalar). */
struct scalar_forms {
    bool plain, single, block, many_lines;
};

static bool is_break(uint32_t c)
{
    return c == '\r' || c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool is_printable(uint32_t c, size_t width)
{
    if (width == 1)
        return c == 0x0a || (c >= 0x20 && c <= 0x7e);
    return (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
}

static bool is_indicator(char c, char next, bool first)
{
    bool blank_next = next == ' ' || next == '\0' || next == '\n' || next == '\t';

    if (first)
        return (c && strchr("#,[]{}&*!|>'\"%@`", c)) || ((c == '?' || c == ':' || c == '-') && blank_next);
    return c == ':' && blank_next;
}

static struct scalar_forms analyze(struct str s)
{
    struct scalar_forms f = { true, true, true, false };
    bool leading_space = false, leading_break = false, trailing_space = false, trailing_break = false;
    bool break_space = false, space_break = false, indicator = false, special = false;
    bool before_blank = true, was_space = false, was_break = false;

    if (s.len == 0)
        return (struct scalar_forms){ false, true, false, false };
    if (str_starts(s, STR("---")) || str_starts(s, STR("...")))
        indicator = true;
    for (size_t i = 0, width; i < s.len; i += width) {
        uint32_t c = utf8_decode(str_from(s, i), &width);
        bool first = i == 0, last = i + width >= s.len;
        char next = last ? '\0' : s.p[i + width];

        if (width == 1 && is_indicator((char)c, next, first))
            indicator = true;
        if (c == '#' && before_blank)
            indicator = true;
        if (!is_printable(c, width))
            special = true;
        if (c == ' ') {
            leading_space |= first;
            trailing_space |= last;
            break_space |= was_break;
            was_space = true;
            was_break = false;
        } else if (is_break(c)) {
            f.many_lines = true;
            leading_break |= first;
            trailing_break |= last;
            space_break |= was_space;
            was_break = true;
            was_space = false;
        } else {
            was_space = was_break = false;
        }
        before_blank = c == ' ' || c == '\t' || is_break(c);
    }
    f.plain = !(leading_space || leading_break || trailing_space || trailing_break || break_space || space_break ||
                special || indicator || f.many_lines);
    f.single = !(break_space || space_break || special);
    f.block = !(trailing_space || space_break || special);
    return f;
}

static bool digits_at(struct str s, size_t *i, size_t least, size_t most)
{
    size_t n = 0;

    while (n < most && *i < s.len && s.p[*i] >= '0' && s.p[*i] <= '9') {
        n++;
        ++*i;
    }
    return n >= least;
}

static bool byte_at(struct str s, size_t *i, const char *any)
{
    if (*i >= s.len || !strchr(any, s.p[*i]))
        return false;
    ++*i;
    return true;
}

/* What yaml.v2 takes for a time (parseTimestamp), by its form. */
static bool looks_time(struct str s)
{
    size_t i = 0;

    if (!digits_at(s, &i, 4, 4) || !byte_at(s, &i, "-") || !digits_at(s, &i, 1, 2) || !byte_at(s, &i, "-") ||
        !digits_at(s, &i, 1, 2))
        return false;
    if (i == s.len)
        return true;
    if (!byte_at(s, &i, "Tt ") || !digits_at(s, &i, 1, 2) || !byte_at(s, &i, ":") || !digits_at(s, &i, 1, 2) ||
        !byte_at(s, &i, ":") || !digits_at(s, &i, 1, 2))
        return false;
    if (byte_at(s, &i, ".") && !digits_at(s, &i, 1, 9))
        return false;
    if (i == s.len || (s.p[i] == 'Z' && i + 1 == s.len))
        return true;
    return byte_at(s, &i, "+-") && digits_at(s, &i, 2, 2) && byte_at(s, &i, ":") && digits_at(s, &i, 2, 2) &&
           i == s.len;
}

/* isBase60Float: "1:30", which YAML 1.1 readers take for a number. */
static bool looks_base60(struct str s)
{
    size_t i = 0, groups = 0;

    byte_at(s, &i, "+-");
    if (!digits_at(s, &i, 1, 1))
        return false;
    while (i < s.len && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
        i++;
    while (byte_at(s, &i, ":")) {
        if (!digits_at(s, &i, 1, 2))
            return false;
        groups++;
    }
    if (byte_at(s, &i, "."))
        while (i < s.len && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
            i++;
    return groups && i == s.len;
}

static bool means_itself(struct marshal *m, struct str s)
{
    struct event e = { .style = STYLE_PLAIN, .implicit = true, .value = s };
    struct node n = { 0 };
    struct str problem = { 0 };

    return s.len && resolve_scalar(&m->arena, &e, &n, &problem) && n.kind == NODE_STRING && !looks_time(s) &&
           !looks_base60(s) && !str_eq(s, STR("<<"));
}

static void put_byte(struct marshal *m, char c)
{
    buf_char(m->out, c);
    if (c == '\n')
        m->line = m->out->len;
}

static void put_indent(struct marshal *m, size_t indent)
{
    if (m->out->len != m->line)
        put_byte(m, '\n');
    for (size_t i = 0; i < indent; i++)
        put_byte(m, ' ');
}

/* A folded text goes on where the line has grown long and a single blank stands. */
static bool folds(const struct marshal *m, struct str s, size_t i, bool key, bool was_space)
{
    size_t column = utf8_count((struct str){ m->out->p + m->line, m->out->len - m->line });

    return !key && !was_space && column > WIDTH && i + 1 < s.len && s.p[i + 1] != ' ' && i > 0;
}

static void put_plain(struct marshal *m, struct str s, size_t indent, bool key)
{
    bool was_space = false;

    for (size_t i = 0; i < s.len; i++) {
        bool space = s.p[i] == ' ';

        if (space && folds(m, s, i, key, was_space))
            put_indent(m, indent);
        else
            put_byte(m, s.p[i]);
        was_space = space;
    }
}

static void put_single(struct marshal *m, struct str s, size_t indent, bool key)
{
    bool was_space = false, was_break = false;

    put_byte(m, '\'');
    for (size_t i = 0; i < s.len; i++) {
        bool space = s.p[i] == ' ', line_end = s.p[i] == '\n';

        if (space && folds(m, s, i, key, was_space)) {
            put_indent(m, indent);
        } else if (line_end) {
            if (!was_break)
                put_byte(m, '\n');
            put_byte(m, '\n');
        } else {
            if (was_break)
                put_indent(m, indent);
            put_byte(m, s.p[i]);
            if (s.p[i] == '\'')
                put_byte(m, '\'');
        }
        was_space = space;
        was_break = line_end;
    }
    put_byte(m, '\'');
}

static void put_escape(struct marshal *m, uint32_t c)
{
    static const char short_forms[][2] = { { '\0', '0' }, { '\a', 'a' }, { '\b', 'b' }, { '\t', 't' },
                                           { '\n', 'n' }, { '\v', 'v' }, { '\f', 'f' }, { '\r', 'r' },
                                           { 0x1b, 'e' }, { '"', '"' },  { '\\', '\\' } };

    put_byte(m, '\\');
    for (size_t i = 0; c < 0x80 && i < sizeof short_forms / sizeof *short_forms; i++)
        if (short_forms[i][0] == (char)c) {
            put_byte(m, short_forms[i][1]);
            return;
        }
    if (c == 0x85)
        put_byte(m, 'N');
    else if (c == 0xa0)
        put_byte(m, '_');
    else if (c == 0x2028)
        put_byte(m, 'L');
    else if (c == 0x2029)
        put_byte(m, 'P');
    else if (c <= 0xff)
        buf_printf(m->out, "x%02X", (unsigned)c);
    else if (c <= 0xffff)
        buf_printf(m->out, "u%04X", (unsigned)c);
    else
        buf_printf(m->out, "U%08X", (unsigned)c);
}

static void put_double(struct marshal *m, struct str s, size_t indent, bool key)
{
    bool was_space = false;

    put_byte(m, '"');
    for (size_t i = 0, width; i < s.len; i += width) {
        uint32_t c = utf8_decode(str_from(s, i), &width);
        bool space = c == ' ';

        if (!is_printable(c, width) || c == 0xfeff || is_break(c) || c == '"' || c == '\\') {
            put_escape(m, c);
        } else if (space) {
            if (folds(m, s, i, key, was_space)) {
                put_indent(m, indent);
                if (i + 1 < s.len && s.p[i + 1] == ' ')
                    put_byte(m, '\\');
            } else {
                put_byte(m, ' ');
            }
        } else {
            for (size_t k = 0; k < width; k++)
                put_byte(m, s.p[i + k]);
        }
        was_space = space;
    }
    put_byte(m, '"');
}

static void put_literal(struct marshal *m, struct str s, size_t indent)
{
    bool fresh = true;

    put_byte(m, '|');
    if (s.p[0] == ' ' || s.p[0] == '\n')
        put_byte(m, '2');
    if (s.p[s.len - 1] != '\n')
        put_byte(m, '-');
    else if (s.len == 1 || s.p[s.len - 2] == '\n')
        put_byte(m, '+');
    put_byte(m, '\n');
    for (size_t i = 0; i < s.len; i++) {
        if (fresh && s.p[i] != '\n')
            for (size_t k = 0; k < indent; k++)
                put_byte(m, ' ');
        fresh = s.p[i] == '\n';
        put_byte(m, s.p[i]);
    }
}

/* indent: of the lines below, where the text takes several. */
static void put_string(struct marshal *m, struct str s, size_t indent, bool key)
{
    struct scalar_forms f = analyze(s);

    if (str_find_char(s, '\n') != SIZE_MAX) {
        if (f.block && !key)
            put_literal(m, s, indent);
        else
            put_double(m, s, indent, key);
    } else if (!means_itself(m, s)) {
        put_double(m, s, indent, key);
    } else if (f.plain) {
        put_plain(m, s, indent, key);
    } else if (f.single) {
        put_single(m, s, indent, key);
    } else {
        put_double(m, s, indent, key);
    }
}

static void put_number(struct marshal *m, struct str text)
{
    char out[NUMBER_ROOM];
    uint64_t magnitude;
    bool negative;

    if (number_integer(text, &negative, &magnitude))
        buf_put(m->out, text);
    else
        buf_put(m->out, number_general(strtod(arena_copy(&m->arena, text).p, NULL), false, out));
}

static bool is_letter(uint32_t c)
{
    return (c | 0x20) - 'a' < 26 || c >= 0xaa;
}

static int64_t number_from(const struct str *s, size_t *i, int64_t start)
{
    int64_t n = start;

    for (; *i < s->len && s->p[*i] >= '0' && s->p[*i] <= '9'; ++*i)
        n = (int64_t)((uint64_t)n * 10 + (uint64_t)(s->p[*i] - '0'));
    return n;
}

/* keyList.Less of yaml.v2: runs of digits count by their value. */
static int cmp_keys(const void *pa, const void *pb)
{
    struct str a = node_text(*(const struct node *const *)pa), b = node_text(*(const struct node *const *)pb);
    size_t i = 0, ai, bi, wa, wb;
    uint32_t ca, cb;
    int64_t an = 0, bn = 0;

    while (i < a.len && i < b.len && a.p[i] == b.p[i])
        i++;
    if (i == a.len || i == b.len)
        return a.len < b.len ? -1 : a.len > b.len;
    while (i > 0 && ((unsigned char)a.p[i] & 0xc0) == 0x80)
        i--;
    ca = utf8_decode(str_from(a, i), &wa);
    cb = utf8_decode(str_from(b, i), &wb);
    if (is_letter(ca) && is_letter(cb))
        return ca < cb ? -1 : 1;
    if (is_letter(ca) || is_letter(cb))
        return is_letter(cb) ? -1 : 1;
    if (ca == '0' || cb == '0')
        for (size_t k = i; k > 0 && a.p[k - 1] >= '0' && a.p[k - 1] <= '9'; k--)
            if (a.p[k - 1] != '0') {
                an = bn = 1;
                break;
            }
    ai = bi = i;
    an = number_from(&a, &ai, an);
    bn = number_from(&b, &bi, bn);
    if (an != bn)
        return an < bn ? -1 : 1;
    if (ai != bi)
        return ai < bi ? -1 : 1;
    return ca < cb ? -1 : 1;
}

static void put_value(struct marshal *m, const struct node *n, size_t indent, bool in_list, unsigned depth);

static void put_mapping(struct marshal *m, const struct node *n, size_t indent, bool first_here, unsigned depth)
{
    size_t count = node_count(n), i = 0;
    const struct node **keys = ARENA_ARRAY(&m->arena, const struct node *, count + 1);

    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
        keys[i++] = k;
    qsort(keys, count, sizeof *keys, cmp_keys);
    for (i = 0; i < count; i++) {
        const struct node *value = node_pair_value(keys[i]);

        if (i || !first_here)
            put_indent(m, indent);
        put_string(m, node_text(keys[i]), indent, true);
        put_byte(m, ':');
        put_value(m, value, indent, false, depth + 1);
    }
}

static void put_sequence(struct marshal *m, const struct node *n, size_t indent, bool first_here, unsigned depth)
{
    bool first = first_here;

    for (const struct node *e = node_first(n); e; e = node_next(n, e)) {
        if (!first)
            put_indent(m, indent);
        first = false;
        put_byte(m, '-');
        put_value(m, node_value(e), indent, true, depth + 1);
    }
}

/* indent: of the collection that holds the value. */
static void put_value(struct marshal *m, const struct node *n, size_t indent, bool in_list, unsigned depth)
{
    bool collection = n->kind >= NODE_SEQUENCE && node_count(n) > 0;

    if (depth > MOST_DEPTH) {
        m->too_deep = true;
        return;
    }
    if (!collection || in_list)
        put_byte(m, ' ');
    if (n->kind == NODE_MAPPING && collection)
        put_mapping(m, n, indent + 2, in_list, depth);
    else if (n->kind == NODE_SEQUENCE && collection)
        put_sequence(m, n, in_list ? indent + 2 : indent, in_list, depth);
    else if (n->kind == NODE_MAPPING)
        buf_put(m->out, STR("{}"));
    else if (n->kind == NODE_SEQUENCE)
        buf_put(m->out, STR("[]"));
    else if (n->kind == NODE_STRING)
        put_string(m, node_text(n), indent + 2, false);
    else if (n->kind == NODE_INT || n->kind == NODE_FLOAT)
        put_number(m, node_text(n));
    else
        buf_put(m->out, node_text(n));
}

bool yaml_marshal(struct buf *out, const struct node *root)
{
    static const struct node null = { .text = "null", .len = 4, .span = 1, .kind = NODE_NULL };
    struct marshal m = { .out = out, .line = out->len };
    const struct node *n = root ? node_value(root) : &null;

    if (n->kind == NODE_MAPPING && node_count(n))
        put_mapping(&m, n, 0, true, 0);
    else if (n->kind == NODE_SEQUENCE && node_count(n))
        put_sequence(&m, n, 0, true, 0);
    else if (n->kind == NODE_STRING)
        put_string(&m, node_text(n), 0, false);
    else if (n->kind == NODE_MAPPING || n->kind == NODE_SEQUENCE)
        buf_put(out, n->kind == NODE_MAPPING ? STR("{}") : STR("[]"));
    else
        buf_put(out, node_text(n));
    if (out->len != m.line || out->len == 0)
        put_byte(&m, '\n');
    arena_free(&m.arena);
    return !m.too_deep;
}

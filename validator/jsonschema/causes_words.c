/* The words, as the library's kind.go prints them with an English printer of golang.org/x/text: numbers have commas
 * between thousands, and powers of ten are written out. */
#include "jsonschema/causes_run.h"

#include "base/buf.h"
#include "base/quote.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

static struct str done(struct cause_run *r, struct buf *b)
{
    struct str s = arena_copy(r->arena, buf_str(b));

    buf_free(b);
    return s;
}

static void put_quoted(struct buf *out, struct str s)
{
    struct buf q = { 0 };

    buf_quote(&q, s, QUOTE_UNICODE);
    buf_char(out, '\'');
    for (size_t i = 1; i + 1 < q.len; i++) {
        if (q.p[i] == '\\' && q.p[i + 1] == '"' && i + 2 < q.len)
            continue;
        if (q.p[i] == '\\' && i + 2 < q.len) {
            buf_char(out, q.p[i++]);
            buf_char(out, q.p[i]);
            continue;
        }
        if (q.p[i] == '\'')
            buf_char(out, '\\');
        buf_char(out, q.p[i]);
    }
    buf_char(out, '\'');
    buf_free(&q);
}

struct str schema_cause_quote(struct arena *a, struct str s)
{
    struct buf b = { 0 };
    struct str q;

    put_quoted(&b, s);
    q = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return q;
}

static void put_list(struct buf *out, const struct str *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_put(out, STR(", "));
        put_quoted(out, names[i]);
    }
}

/* Digits with a comma between thousands; what is not a digit ends the grouping. */
static void put_grouped(struct buf *out, struct str digits)
{
    size_t start = digits.len && digits.p[0] == '-', end = start;

    while (end < digits.len && digits.p[end] >= '0' && digits.p[end] <= '9')
        end++;
    for (size_t i = 0; i < digits.len; i++) {
        if (i > start && i < end && (end - i) % 3 == 0)
            buf_char(out, ',');
        buf_char(out, digits.p[i]);
    }
}

static void put_count(struct buf *out, uint64_t n)
{
    char text[32];

    snprintf(text, sizeof text, "%llu", (unsigned long long)n);
    put_grouped(out, str_c(text));
}

static void put_exponent(struct buf *out, int exponent)
{
    static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    char text[16];

    buf_put(out, STR("×10"));
    if (exponent < 0)
        buf_put(out, STR("⁻"));
    snprintf(text, sizeof text, "%02d", abs(exponent));
    for (const char *p = text; *p; p++)
        buf_put(out, str_c(raised[*p - '0']));
}

/* %v of a float64. */
static void put_double(struct buf *out, double d)
{
    char text[64];
    char *e;
    int exponent;

    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*e", digits - 1, d);
        if (strtod(text, NULL) == d)
            break;
    }
    e = strchr(text, 'e');
    exponent = e ? atoi(e + 1) : 0;
    if (d != 0 && e && (exponent < -4 || exponent >= 6)) {
        *e = '\0';
        buf_put(out, str_c(text));
        put_exponent(out, exponent);
        return;
    }
    for (int digits = 0; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*f", digits, d);
        if (strtod(text, NULL) == d)
            break;
    }
    put_grouped(out, str_c(text));
}

static void put_displayed(struct buf *out, const struct node *n)
{
    struct str text = node_text(n);

    switch (node_kind(n)) {
    case NODE_STRING:
        put_quoted(out, text);
        break;
    case NODE_NULL:
        buf_put(out, STR("<nil>"));
        break;
    case NODE_SEQUENCE:
    case NODE_MAPPING:
        buf_put(out, STR("value"));
        break;
    default:
        buf_put(out, text);
    }
}

struct str cause_say_type(struct cause_run *r, const struct node *instance, const struct subschema *s)
{
    static const struct {
        uint8_t kinds;
        const char *name;
    } types[] = {
        { 1 << NODE_NULL, "null" },      { 1 << NODE_BOOL, "boolean" },  { 1 << NODE_INT | 1 << NODE_FLOAT, "number" },
        { 1 << NODE_INT, "integer" },    { 1 << NODE_STRING, "string" }, { 1 << NODE_SEQUENCE, "array" },
        { 1 << NODE_MAPPING, "object" },
    };
    static const char *const got[] = { "null", "boolean", "number", "number", "string", "array", "object" };
    bool float_too = s->kinds >> NODE_FLOAT & 1, first = true;
    struct buf b = { 0 };

    buf_printf(&b, "got %s, want ", got[value_kind(instance)]);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if ((s->kinds & types[i].kinds) != types[i].kinds || (i == 3 && float_too))
            continue;
        if (!first)
            buf_put(&b, STR(" or "));
        first = false;
        buf_put(&b, str_c(types[i].name));
    }
    return done(r, &b);
}

struct str cause_say_choice(struct cause_run *r, const struct choice_part *p)
{
    struct buf b = { 0 };
    bool first = true;

    if (p->keyword == KEYWORD_CONST) {
        if (node_kind(p->node) >= NODE_SEQUENCE)
            return STR("'const' failed");
        buf_put(&b, STR("value must be "));
        put_displayed(&b, p->node);
        return done(r, &b);
    }
    for (const struct node *e = node_first(p->node); e; e = node_next(p->node, e))
        if (node_kind(e) >= NODE_SEQUENCE)
            return STR("'enum' failed");
    buf_put(&b, node_count(p->node) == 1 ? STR("value must be ") : STR("value must be one of "));
    for (const struct node *e = node_first(p->node); e; e = node_next(p->node, e)) {
        if (!first)
            buf_put(&b, STR(", "));
        first = false;
        put_displayed(&b, e);
    }
    return done(r, &b);
}

struct str cause_say_missing(struct cause_run *r, const struct str *names, size_t n)
{
    struct buf b = { 0 };

    buf_put(&b, n == 1 ? STR("missing property ") : STR("missing properties "));
    put_list(&b, names, n);
    return done(r, &b);
}

struct str cause_say_dependency(struct cause_run *r, const struct str *names, size_t n, struct str trigger)
{
    struct buf b = { 0 };

    buf_put(&b, STR("properties "));
    put_list(&b, names, n);
    buf_put(&b, STR(" required, if "));
    put_quoted(&b, trigger);
    buf_put(&b, STR(" exists"));
    return done(r, &b);
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct str cause_say_unknown(struct cause_run *r, struct str *names, size_t n)
{
    struct buf b = { 0 };

    qsort(names, n, sizeof *names, by_name);
    buf_put(&b, STR("additional properties "));
    put_list(&b, names, n);
    buf_put(&b, STR(" not allowed"));
    return done(r, &b);
}

struct str cause_say_name(struct cause_run *r, struct str name)
{
    struct buf b = { 0 };

    buf_put(&b, STR("invalid propertyName "));
    put_quoted(&b, name);
    return done(r, &b);
}

struct str cause_say_size(struct cause_run *r, const char *keyword, uint64_t got, uint64_t want)
{
    struct buf b = { 0 };

    buf_printf(&b, "%s: got ", keyword);
    put_count(&b, got);
    buf_put(&b, STR(", want "));
    put_count(&b, want);
    return done(r, &b);
}

struct str cause_say_pattern(struct cause_run *r, struct str got, struct str want)
{
    struct buf b = { 0 };

    put_quoted(&b, got);
    buf_put(&b, STR(" does not match pattern "));
    put_quoted(&b, want);
    return done(r, &b);
}

struct str cause_say_bound(struct cause_run *r, enum keyword keyword, const struct node *got, const struct node *want)
{
    struct buf b = { 0 };

    buf_put(&b, keyword_name(keyword));
    buf_put(&b, STR(": got "));
    put_double(&b, strtod(arena_copy(r->arena, node_text(got)).p, NULL));
    buf_put(&b, STR(", want "));
    put_double(&b, strtod(arena_copy(r->arena, node_text(want)).p, NULL));
    return done(r, &b);
}

struct str cause_say_format(struct cause_run *r, const struct node *got, struct str format, struct str why)
{
    struct buf b = { 0 };

    put_displayed(&b, got);
    buf_put(&b, STR(" is not valid "));
    buf_put(&b, format);
    buf_put(&b, STR(": "));
    buf_put(&b, why);
    return done(r, &b);
}

struct str cause_say_contains(struct cause_run *r, bool counted, bool most, const size_t *at, size_t n, uint64_t want)
{
    struct buf b = { 0 };

    if (!counted)
        return STR("no items match contains schema");
    buf_put(&b, most ? STR("max ") : STR("min "));
    put_count(&b, want);
    buf_put(&b, STR(" items required to match contains schema, but "));
    if (n == 0) {
        buf_put(&b, STR("none matched"));
        return done(r, &b);
    }
    buf_put(&b, STR("matched "));
    put_count(&b, n);
    buf_put(&b, STR(" items at "));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%zu", i ? " " : "", at[i]);
    return done(r, &b);
}

static void put_token(struct buf *out, struct str token)
{
    for (size_t i = 0; i < token.len; i++) {
        if (token.p[i] == '~')
            buf_put(out, STR("~0"));
        else if (token.p[i] == '/')
            buf_put(out, STR("~1"));
        else
            buf_char(out, token.p[i]);
    }
}

struct str cause_pointer(struct cause_run *r, const struct cause_place *place)
{
    const struct cause_place **way;
    struct buf b = { 0 };
    size_t n = 0;

    for (const struct cause_place *p = place; p->up; p = p->up)
        n++;
    way = ARENA_ARRAY(r->arena, const struct cause_place *, n + 1);
    for (size_t i = n; place->up; place = place->up)
        way[--i] = place;
    for (size_t i = 0; i < n; i++) {
        buf_char(&b, '/');
        if (way[i]->key)
            put_token(&b, node_text(way[i]->key));
        else
            buf_printf(&b, "%zu", way[i]->index);
    }
    return done(r, &b);
}

bool cause_matches(struct cause_run *r, const struct regex *regex, struct str text)
{
    enum regex_result result = regex_match(regex, &r->regex, text, NULL, 0);

    r->undecided |= result == REGEX_GAVE_UP;
    return result == REGEX_MATCH;
}

size_t cause_runes(struct str text)
{
    return utf8_count(text);
}

/* One violation and what is below it, as lines with a '\n' after each. */
static void put_cause(struct buf *out, struct arena *a, const struct schema_cause *c, unsigned depth);

static void put_causes(struct buf *out, struct arena *a, const struct schema_cause *first, unsigned depth)
{
    struct str *blocks;
    size_t n = 0;

    for (const struct schema_cause *c = first; c; c = c->next)
        n++;
    blocks = ARENA_ARRAY(a, struct str, n + 1);
    n = 0;
    for (const struct schema_cause *c = first; c; c = c->next) {
        struct buf b = { 0 };

        put_cause(&b, a, c, depth);
        blocks[n++] = arena_copy(a, buf_str(&b));
        buf_free(&b);
    }
    qsort(blocks, n, sizeof *blocks, by_name);
    for (size_t i = 0; i < n; i++)
        buf_put(out, blocks[i]);
}

/* As deep as the walk, which has a limit. */
static void put_cause(struct buf *out, struct arena *a, const struct schema_cause *c, unsigned depth)
{
    if (c->kind == CAUSE_REFERENCE && c->first && !c->first->next) {
        put_cause(out, a, c->first, depth);
        return;
    }
    for (unsigned i = 0; i < depth; i++)
        buf_put(out, STR("  "));
    buf_put(out, STR("- at "));
    put_quoted(out, c->pointer);
    buf_put(out, STR(": "));
    buf_put(out, c->text);
    buf_char(out, '\n');
    put_causes(out, a, c->first, depth + 1);
}

struct str *schema_cause_lines(const struct schema_cause *top, struct arena *a, size_t *count)
{
    struct buf b = { 0 };
    struct str rest, line, *lines = NULL;
    size_t cap = 0;

    if (top->kind == CAUSE_GROUP)
        put_causes(&b, a, top->first, 0);
    else
        put_cause(&b, a, top, 0);
    rest = arena_copy(a, buf_str(&b));
    buf_free(&b);
    *count = 0;
    while (rest.len) {
        str_cut(rest, '\n', &line, &rest);
        lines = arena_grow(a, lines, *count, &cap, sizeof *lines);
        lines[(*count)++] = line;
    }
    return lines;
}

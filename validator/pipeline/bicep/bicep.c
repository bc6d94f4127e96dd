#include "pipeline/bicep/bicep.h"

enum { MOST_NESTING = 64 };

struct reader {
    struct bicep *out;
    struct arena *arena;
    struct str text;
    size_t cap;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool starts_at(struct str s, size_t at, const char *what)
{
    return str_starts(str_from(s, at), str_c(what));
}

/* After the string that begins at at: '...' with \ escapes, or '''...''' without. */
static size_t after_string(struct str s, size_t at, bool *damaged)
{
    if (starts_at(s, at, "'''")) {
        for (at += 3; at < s.len; at++)
            if (starts_at(s, at, "'''"))
                return at + 3;
        *damaged = true;
        return s.len;
    }
    for (at++; at < s.len && s.p[at] != '\n'; at++) {
        if (s.p[at] == '\\')
            at++;
        else if (s.p[at] == '\'')
            return at + 1;
    }
    *damaged = true;
    return at < s.len ? at : s.len;
}

/* After a comment, a string, or one byte of anything else. */
static size_t step_over(struct str s, size_t at, bool *damaged)
{
    if (s.p[at] == '\'')
        return after_string(s, at, damaged);
    if (starts_at(s, at, "//")) {
        while (at < s.len && s.p[at] != '\n')
            at++;
        return at;
    }
    if (starts_at(s, at, "/*")) {
        for (at += 2; at < s.len && !starts_at(s, at, "*/");)
            at++;
        return at + 2 < s.len ? at + 2 : s.len;
    }
    return at + 1;
}

static size_t skip_blank(struct str s, size_t at, bool lines)
{
    while (at < s.len && (s.p[at] == ' ' || s.p[at] == '\t' || (lines && (s.p[at] == '\n' || s.p[at] == '\r'))))
        at++;
    return at;
}

/* Whether the next line goes on with an expression: "? a" and ": b" of a condition. */
static bool goes_on(struct str s, size_t at)
{
    at = skip_blank(s, at, true);
    return at < s.len && (s.p[at] == '?' || s.p[at] == ':' || starts_at(s, at, "||") || starts_at(s, at, "&&"));
}

/* The end of a statement: the line's end outside of brackets. */
static size_t statement_end(struct str s, size_t at, bool *damaged)
{
    size_t depth = 0;

    while (at < s.len) {
        char c = s.p[at];

        if (c == '\n' && depth == 0 && !goes_on(s, at))
            return at;
        if (c == '{' || c == '[' || c == '(')
            depth++;
        else if ((c == '}' || c == ']' || c == ')') && depth > 0)
            depth--;
        at = step_over(s, at, damaged);
    }
    *damaged |= depth > 0;
    return s.len;
}

static struct str word_at(struct str s, size_t *at)
{
    size_t start = *at;

    while (*at < s.len && is_word(s.p[*at]))
        (*at)++;
    return str_slice(s, start, *at);
}

/* Without the comment at its end. */
static struct str expression(struct str s)
{
    bool damaged = false;

    for (size_t i = 0, next; i < s.len; i = next) {
        next = step_over(s, i, &damaged);
        if (starts_at(s, i, "//") && !memchr(s.p + i, '\n', s.len - i))
            return str_trim(str_slice(s, 0, i));
    }
    return str_trim(s);
}

struct bicep_property *bicep_object(struct str text, struct str object, struct arena *a, size_t *count)
{
    struct bicep_property *list = NULL;
    size_t cap = 0, i = 1, base = object.p && text.p ? (size_t)(object.p - text.p) : 0;
    bool damaged = false;

    *count = 0;
    if (object.len < 2 || object.p[0] != '{')
        return NULL;
    while (i < object.len) {
        size_t start, colon, end;
        struct str name;

        i = skip_blank(object, i, true);
        if (i >= object.len || object.p[i] == '}')
            break;
        if (object.p[i] == ',' || starts_at(object, i, "//") || starts_at(object, i, "/*")) {
            i = step_over(object, i, &damaged);
            continue;
        }
        start = i;
        end = object.p[i] == '\'' ? after_string(object, i, &damaged) : i;
        while (end < object.len && is_word(object.p[end]))
            end++;
        name = str_slice(object, start, end);
        colon = skip_blank(object, end, false);
        end = statement_end(object, colon, &damaged);
        if (name.len && colon < object.len && object.p[colon] == ':') {
            list = arena_grow(a, list, *count, &cap, sizeof *list);
            list[(*count)++] =
                (struct bicep_property){ str_trim_prefix(str_trim_suffix(name, STR("'")), STR("'")),
                                         expression(str_slice(object, colon + 1, end)), (uint32_t)(base + start) };
        }
        i = end > i ? end : i + 1;
    }
    return list;
}

/* The object of "= {", "= if (c) {", "= [for x in y: {": from its first brace at the start of the value. */
static struct str object_of(struct str value)
{
    bool damaged = false;
    size_t parens = 0;

    for (size_t i = 0; i < value.len; i = step_over(value, i, &damaged)) {
        if (value.p[i] == '(')
            parens++;
        else if (value.p[i] == ')' && parens)
            parens--;
        else if (value.p[i] == '{' && parens == 0) {
            size_t depth = 0, k = i;

            while (k < value.len) {
                depth += value.p[k] == '{' || value.p[k] == '[';
                depth -= (value.p[k] == '}' || value.p[k] == ']') && depth > 0;
                k = step_over(value, k, &damaged);
                if (depth == 0)
                    break;
            }
            return str_slice(value, i, k);
        }
    }
    return (struct str){ "", 0 };
}

static struct bicep_decl *add(struct reader *r, enum bicep_kind kind)
{
    struct bicep *b = r->out;

    b->decls = arena_grow(r->arena, b->decls, b->count, &r->cap, sizeof *b->decls);
    b->decls[b->count] = (struct bicep_decl){ .kind = kind };
    return &b->decls[b->count++];
}

static void read_body(struct reader *r, size_t index, unsigned depth);

/* "NAME rest": what stands between the name and "=", and after it. */
static size_t read_sides(struct str s, size_t at, size_t end, struct bicep_decl *d, struct str *between)
{
    bool damaged = false;
    size_t equals = at;

    while (equals < end && s.p[equals] != '=')
        equals = step_over(s, equals, &damaged);
    *between = str_trim(str_slice(s, at, equals));
    if (equals < end)
        d->value = expression(str_slice(s, equals + 1, end));
    return end;
}

static void read_resource(struct reader *r, struct bicep_decl *d, struct str between)
{
    bool damaged = false;
    size_t end = between.len && between.p[0] == '\'' ? after_string(between, 0, &damaged) : 0;
    struct str quoted = str_slice(between, 1, end > 0 ? end - 1 : 0), version;

    if (d->kind == BICEP_MODULE)
        d->path = quoted;
    else
        str_cut(quoted, '@', &d->type, &version);
    d->existing = str_has(str_from(between, end), STR("existing"));
    d->conditional = d->value.len && d->value.p[0] != '{';
    d->properties = bicep_object(r->text, object_of(d->value), r->arena, &d->property_count);
}

static bool read_statement(struct reader *r, size_t at, size_t end, unsigned depth)
{
    static const struct {
        struct str word;
        enum bicep_kind kind;
    } words[] = { { STR_INIT("param"), BICEP_PARAM },   { STR_INIT("output"), BICEP_OUTPUT },
                  { STR_INIT("var"), BICEP_VAR },       { STR_INIT("resource"), BICEP_RESOURCE },
                  { STR_INIT("module"), BICEP_MODULE }, { STR_INIT("using"), BICEP_USING } };
    size_t start = at, i = 0;
    struct str word = word_at(r->text, &at), between;
    struct bicep_decl *d;

    while (i < COUNT_OF(words) && !str_eq(words[i].word, word))
        i++;
    if (i == COUNT_OF(words) || at >= end || is_word(r->text.p[at]))
        return false;
    at = skip_blank(r->text, at, false);
    d = add(r, words[i].kind);
    d->offset = (uint32_t)start;
    d->name_offset = (uint32_t)at;
    if (d->kind == BICEP_USING) {
        bool damaged = false;
        size_t stop = at < end && r->text.p[at] == '\'' ? after_string(r->text, at, &damaged) : at;

        d->path = str_slice(r->text, at + 1, stop > at ? stop - 1 : at);
        return true;
    }
    d->name = word_at(r->text, &at);
    read_sides(r->text, at, end, d, &between);
    if (d->kind == BICEP_RESOURCE || d->kind == BICEP_MODULE) {
        size_t index = r->out->count - 1;

        read_resource(r, d, between);
        if (d->kind == BICEP_RESOURCE)
            read_body(r, index, depth + 1);
    } else {
        d->type = between;
    }
    return true;
}

/* Resources that are declared inside of another one. */
static void read_body(struct reader *r, size_t index, unsigned depth)
{
    struct str body = object_of(r->out->decls[index].value);
    size_t base = body.len ? (size_t)(body.p - r->text.p) : 0, at = base + 1, stop = base + body.len;

    if (body.len < 2 || depth > MOST_NESTING || !str_has(body, STR("resource ")))
        return;
    while (at < stop) {
        size_t end, line = skip_blank(r->text, at, true);

        if (line >= stop)
            return;
        end = statement_end(r->text, line, &r->out->damaged);
        end = end > stop ? stop : end;
        if (starts_at(r->text, line, "resource ") && read_statement(r, line, end, depth)) {
            struct bicep_decl *inner = &r->out->decls[r->out->count - 1], *outer = &r->out->decls[index];

            inner->existing |= false;
            if (inner->type.len && !str_has(inner->type, STR(".")))
                inner->type = ARENA_JOIN(r->arena, outer->type, STR("/"), inner->type);
        }
        at = end > at ? end + 1 : at + 1;
    }
}

void bicep_read(struct bicep *b, struct arena *a, struct str text)
{
    struct reader r = { b, a, text, 0 };
    size_t at = 0;

    *b = (struct bicep){ .text = text, .there = true };
    while (at < text.len) {
        size_t start = skip_blank(text, at, true), end;

        if (start >= text.len)
            return;
        if (starts_at(text, start, "//") || starts_at(text, start, "/*")) {
            at = step_over(text, start, &b->damaged);
            continue;
        }
        end = statement_end(text, start, &b->damaged);
        read_statement(&r, start, end, 0);
        at = end > start ? end : start + 1;
    }
}

const struct bicep_decl *bicep_find(const struct bicep *b, enum bicep_kind kind, struct str name)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->decls[i].kind == kind && str_eq(b->decls[i].name, name))
            return &b->decls[i];
    return NULL;
}

struct str bicep_property(const struct bicep_decl *d, struct str name)
{
    for (size_t i = 0; i < d->property_count; i++)
        if (str_eq(d->properties[i].name, name))
            return d->properties[i].value;
    return (struct str){ "", 0 };
}

bool bicep_literal(struct str value, struct str *out)
{
    bool damaged = false;

    if (value.len < 2 || value.p[0] != '\'' || str_starts(value, STR("'''")) || str_has(value, STR("${")) ||
        after_string(value, 0, &damaged) != value.len || damaged)
        return false;
    *out = str_slice(value, 1, value.len - 1);
    return true;
}

bool bicep_optional(const struct bicep_decl *param)
{
    return param->value.len > 0 || str_ends(param->type, STR("?"));
}

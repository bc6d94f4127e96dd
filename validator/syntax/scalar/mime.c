#include "syntax/scalar/mime.h"

#include "base/map.h"
#include "syntax/scalar/goquote.h"

#include <string.h>

static const char INVALID_PARAMETER[] = "mime: invalid media parameter";

/* The tspecials of RFC 2045. */
static bool is_special(char c)
{
    return c && strchr("()<>@,;:\\\"/[]?=", c) != NULL;
}

static bool is_token(char c)
{
    return c > ' ' && c < 0x7F && !is_special(c);
}

static struct str take_token(struct str *s)
{
    struct str token;
    size_t n = 0;

    while (n < s->len && is_token(s->p[n]))
        n++;
    token = str_slice(*s, 0, n);
    *s = str_from(*s, n);
    return token;
}

/* Go's checkMediaTypeDisposition: type, or type/subtype. */
static const char *check_type(struct str type)
{
    if (take_token(&type).len == 0)
        return "mime: no media type";
    if (type.len == 0)
        return NULL;
    if (type.p[0] != '/')
        return "mime: expected slash after first token";
    type = str_from(type, 1);
    if (take_token(&type).len == 0)
        return "mime: expected token after slash";
    return type.len ? "mime: unexpected content after media subtype" : NULL;
}

/* A backslash escapes only what needs it: others wrote paths with bare backslashes. */
static bool escapes(struct str s, size_t at)
{
    return s.p[at] == '\\' && at + 1 < s.len && is_special(s.p[at + 1]);
}

/* Where the quoted string at the start of s ends, or 0. */
static size_t closing_quote(struct str s)
{
    for (size_t i = 1; i < s.len && s.p[i] != '\r' && s.p[i] != '\n'; i++) {
        if (s.p[i] == '"')
            return i;
        i += escapes(s, i);
    }
    return 0;
}

static bool take_quoted(struct str *s, struct arena *a, struct str *value)
{
    size_t end = closing_quote(*s), n = 0;
    char *p;

    if (end == 0)
        return false;
    p = arena_take(a, end);
    for (size_t i = 1; i < end; i++) {
        i += escapes(*s, i);
        p[n++] = s->p[i];
    }
    *value = (struct str){ p, n };
    *s = str_from(*s, end + 1);
    return true;
}

static bool take_value(struct str *s, struct arena *a, struct str *value)
{
    if (s->len && s->p[0] == '"')
        return take_quoted(s, a, value);
    *value = take_token(s);
    return value->len > 0;
}

/* "; key = value"; takes nothing when it is none. */
static bool take_param(struct str *s, struct arena *a, struct mime_param *out)
{
    struct str rest = go_trim_left(*s);

    if (rest.len == 0 || rest.p[0] != ';')
        return false;
    rest = go_trim_left(str_from(rest, 1));
    out->key = go_lower(a, take_token(&rest));
    rest = go_trim_left(rest);
    if (out->key.len == 0 || rest.len == 0 || rest.p[0] != '=')
        return false;
    rest = go_trim_left(str_from(rest, 1));
    if (!take_value(&rest, a, &out->value))
        return false;
    *s = rest;
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static bool unescape_percent(struct str s, struct arena *a, struct str *out)
{
    char *p = arena_take(a, s.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] != '%') {
            p[n++] = s.p[i];
            continue;
        }
        if (i + 2 >= s.len || hex(s.p[i + 1]) < 0 || hex(s.p[i + 2]) < 0)
            return false;
        p[n++] = (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]));
        i += 2;
    }
    *out = (struct str){ p, n };
    return true;
}

/* charset'language'text, for the two charsets that Go knows. */
static bool decode_extended(struct str s, struct arena *a, struct str *out)
{
    struct str charset, language, text;

    if (!str_cut(s, '\'', &charset, &text) || !str_cut(text, '\'', &language, &text))
        return false;
    charset = go_lower(a, charset);
    if (!str_eq(charset, STR("us-ascii")) && !str_eq(charset, STR("utf-8")))
        return false;
    return unescape_percent(text, a, out);
}

/* What was read: params as they are, parts those with a '*' in the key, bases the keys before the '*'.
 * Values are struct str in the arena. */
struct reader {
    struct map params, parts, bases;
};

static void keep(struct map *m, struct arena *a, struct str key, struct str value)
{
    struct str *kept = ARENA_NEW(a, struct str);

    *kept = value;
    *map_at(m, key) = kept;
}

/* False for a key given twice with two values. */
static bool add_param(struct reader *r, struct arena *a, struct mime_param p)
{
    struct str base, rest;
    struct map *m = str_cut(p.key, '*', &base, &rest) ? &r->parts : &r->params;
    const struct str *known = map_get(m, p.key);

    if (known)
        return str_eq(*known, p.value);
    keep(m, a, p.key, p.value);
    if (m == &r->parts)
        *map_at(&r->bases, base) = r;
    return true;
}

/* Part n of a parameter: key*n as it is, key*n* with its escapes decoded. False when neither is there. */
static bool find_part(const struct reader *r, struct arena *a, struct str base, uint64_t n, struct str *text)
{
    struct str key = ARENA_JOIN(a, base, STR("*"), go_itoa(a, (int64_t)n));
    const struct str *part = map_get(&r->parts, key);

    *text = STR("");
    if (part) {
        *text = *part;
        return true;
    }
    part = map_get(&r->parts, ARENA_JOIN(a, key, STR("*")));
    if (part && !(n == 0 ? decode_extended(*part, a, text) : unescape_percent(*part, a, text)))
        *text = STR("");
    return part != NULL;
}

/* Puts the parts of one parameter together, unless it has none that counts. */
static void join_parts(struct reader *r, struct arena *a, struct str base)
{
    const struct str *whole = map_get(&r->parts, ARENA_JOIN(a, base, STR("*")));
    struct str *pieces = NULL, text;
    size_t n = 0, cap = 0;

    if (whole) {
        if (decode_extended(*whole, a, &text))
            keep(&r->params, a, base, text);
        return;
    }
    for (; find_part(r, a, base, n, &text); n++) {
        pieces = arena_grow(a, pieces, n, &cap, sizeof *pieces);
        pieces[n] = text;
    }
    if (n > 0)
        keep(&r->params, a, base, arena_join(a, pieces, n));
}

static void give(const struct reader *r, struct arena *a, struct mime *out)
{
    out->count = r->params.count;
    out->params = ARENA_ARRAY(a, struct mime_param, out->count);
    for (size_t i = 0; i < out->count; i++)
        out->params[i] =
            (struct mime_param){ r->params.entries[i].key, *(const struct str *)r->params.entries[i].value };
}

/* Reads what follows the type. Gives Go's words where it is wrong, else NULL. */
static const char *read_params(struct reader *r, struct arena *a, struct str rest)
{
    struct mime_param p;

    for (rest = go_trim_left(rest); rest.len; rest = go_trim_left(rest)) {
        if (take_param(&rest, a, &p)) {
            if (!add_param(r, a, p))
                return "mime: duplicate parameter name";
            continue;
        }
        return str_eq(go_trim_space(rest), STR(";")) ? NULL : INVALID_PARAMETER;
    }
    return NULL;
}

bool mime_parse(struct str in, struct arena *a, struct mime *out, struct str *error)
{
    size_t semicolon = str_find_char(in, ';');
    struct str type = go_trim_space(go_lower(a, str_slice(in, 0, semicolon)));
    const char *bad = check_type(type);
    struct reader r;

    *out = (struct mime){ .type = STR("") };
    map_init(&r.params, a);
    map_init(&r.parts, a);
    map_init(&r.bases, a);
    if (!bad && semicolon != SIZE_MAX)
        bad = read_params(&r, a, str_from(in, semicolon));
    if (!bad || bad == INVALID_PARAMETER)
        out->type = type;
    if (bad) {
        *error = str_c(bad);
        return false;
    }
    for (size_t i = 0; i < r.bases.count; i++)
        join_parts(&r, a, r.bases.entries[i].key);
    give(&r, a, out);
    return true;
}

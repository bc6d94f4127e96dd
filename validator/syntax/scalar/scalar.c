#include "syntax/scalar/scalar.h"

#include "base/utf8.h"
#include "syntax/tape.h"

#include <string.h>

struct scalar scalar_of(const struct node *n)
{
    static const enum scalar_kind KINDS[] = {
        [NODE_NULL] = SCALAR_NULL,      [NODE_BOOL] = SCALAR_BOOL,     [NODE_INT] = SCALAR_NUMBER,
        [NODE_FLOAT] = SCALAR_NUMBER,   [NODE_STRING] = SCALAR_STRING, [NODE_SEQUENCE] = SCALAR_ARRAY,
        [NODE_MAPPING] = SCALAR_OBJECT,
    };
    enum scalar_kind kind = KINDS[node_kind(n)];

    return (struct scalar){ .kind = kind, .text = kind == SCALAR_NULL ? STR("") : node_text(n) };
}

static bool json_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct str trim_json(struct str s)
{
    while (s.len && json_space(s.p[0]))
        s = str_from(s, 1);
    while (s.len && json_space(s.p[s.len - 1]))
        s.len--;
    return s;
}

static size_t digits_at(struct str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.len && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

/* RFC 8259: -? (0 | [1-9][0-9]*) (\.[0-9]+)? ([eE][+-]?[0-9]+)? */
static bool is_number(struct str s)
{
    size_t at = s.len && s.p[0] == '-', n = digits_at(s, at);

    if (n == 0 || (n > 1 && s.p[at] == '0'))
        return false;
    at += n;
    if (at < s.len && s.p[at] == '.') {
        n = digits_at(s, at + 1);
        if (n == 0)
            return false;
        at += 1 + n;
    }
    if (at < s.len && (s.p[at] == 'e' || s.p[at] == 'E')) {
        at++;
        at += at < s.len && (s.p[at] == '+' || s.p[at] == '-');
        n = digits_at(s, at);
        if (n == 0)
            return false;
        at += n;
    }
    return at == s.len;
}

static bool hex4(struct str s, size_t at, uint32_t *cp)
{
    *cp = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = i < s.len ? (unsigned char)s.p[i] : 0;
        if (digit >= '0' && digit <= '9')
            digit -= '0';
        else if ((digit | 32) >= 'a' && (digit | 32) <= 'f')
            digit = (digit | 32) - 'a' + 10;
        else
            return false;
        *cp = *cp << 4 | (uint32_t)digit;
    }
    return true;
}

/* The escape that starts at s.p[at], a backslash. Gives the bytes it takes, 0 when it is none. */
static size_t unescape(struct str s, size_t at, uint32_t *cp)
{
    static const char NAMES[] = "\"\\/bfnrt", VALUES[] = "\"\\/\b\f\n\r\t";
    const char *name;
    uint32_t low;

    if (at + 1 >= s.len)
        return 0;
    if (s.p[at + 1] != 'u') {
        name = s.p[at + 1] ? strchr(NAMES, s.p[at + 1]) : NULL;
        *cp = name ? (unsigned char)VALUES[name - NAMES] : 0;
        return name ? 2 : 0;
    }
    if (!hex4(s, at + 2, cp))
        return 0;
    if (*cp >= 0xD800 && *cp < 0xDC00 && at + 11 < s.len && s.p[at + 6] == '\\' && s.p[at + 7] == 'u' &&
        hex4(s, at + 8, &low) && low >= 0xDC00 && low < 0xE000) {
        *cp = 0x10000 + ((*cp - 0xD800) << 10) + (low - 0xDC00);
        return 12;
    }
    return 6;
}

/* The value of a JSON string, given without its quotes. */
static bool decode_string(struct str s, struct arena *a, struct str *out)
{
    size_t n = 0, width;
    char *p;

    if (!str_has(s, STR("\\")) && !str_has(s, STR("\"")) && utf8_valid(s)) {
        *out = s;
    } else {
        /* An invalid byte grows to three. */
        p = arena_array(a, s.len + 1, 3);
        for (size_t i = 0; i < s.len; i += width) {
            uint32_t cp = utf8_decode(str_from(s, i), &width);
            if (cp == '"' || (cp == '\\' && (width = unescape(s, i, &cp)) == 0))
                return false;
            n += utf8_encode(cp, p + n);
        }
        *out = (struct str){ p, n };
    }
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] < ' ')
            return false;
    return true;
}

bool scalar_from_json(struct str json, struct arena *a, struct scalar *out)
{
    struct str s = trim_json(json);

    *out = (struct scalar){ .kind = SCALAR_NULL, .raw = s };
    if (str_eq(s, STR("null")))
        return true;
    if (s.len == 0)
        return false;
    out->text = s;
    if (s.p[0] == '"') {
        out->kind = SCALAR_STRING;
        if (s.len < 2 || s.p[s.len - 1] != '"')
            return false;
        return decode_string(str_slice(s, 1, s.len - 1), a, &out->text);
    }
    if (s.p[0] == '[' || s.p[0] == '{') {
        out->kind = s.p[0] == '[' ? SCALAR_ARRAY : SCALAR_OBJECT;
        out->text = STR("");
        return s.p[s.len - 1] == (s.p[0] == '[' ? ']' : '}');
    }
    out->kind = is_number(s) ? SCALAR_NUMBER : SCALAR_BOOL;
    return out->kind == SCALAR_NUMBER || str_eq(s, STR("true")) || str_eq(s, STR("false"));
}

/* One code point as encoding/json writes it with EscapeHTML on; at most 6 bytes. */
static size_t put_json(char *out, struct str s, size_t at, size_t *width)
{
    static const char HEX[] = "0123456789abcdef", NAMED[] = "btn\0fr"; /* U+0008 to U+000D */
    uint32_t cp = utf8_decode(str_from(s, at), width);

    if (cp == '"' || cp == '\\')
        return out[0] = '\\', out[1] = (char)cp, 2;
    if (cp >= 8 && cp <= 13 && cp != 11)
        return out[0] = '\\', out[1] = NAMED[cp - 8], 2;
    if (cp < ' ' || cp == '<' || cp == '>' || cp == '&' || cp == 0x2028 || cp == 0x2029 ||
        (cp == UTF8_BAD && *width == 1)) {
        memcpy(out, "\\u", 2);
        for (int i = 0; i < 4; i++)
            out[2 + i] = HEX[cp >> (12 - 4 * i) & 15];
        return 6;
    }
    memcpy(out, s.p + at, *width);
    return *width;
}

struct str scalar_raw(const struct scalar *s, struct arena *a)
{
    char piece[8];
    size_t n = 2, used = 1, width;
    char *p;

    if (s->raw.p)
        return s->raw;
    if (s->kind != SCALAR_STRING)
        return s->kind == SCALAR_NULL     ? STR("null")
               : s->kind == SCALAR_ARRAY  ? STR("[]")
               : s->kind == SCALAR_OBJECT ? STR("{}")
                                          : s->text;
    for (size_t i = 0; i < s->text.len; i += width)
        n += put_json(piece, s->text, i, &width);
    p = arena_take(a, n + 1);
    p[0] = '"';
    for (size_t i = 0; i < s->text.len; i += width)
        used += put_json(p + used, s->text, i, &width);
    p[used] = '"';
    return (struct str){ p, n };
}

struct str scalar_type_error(const struct scalar *s, struct str value, struct str field, struct str type,
                             struct arena *a)
{
    static const struct str NAMES[] = { STR_INIT("null"),   STR_INIT("bool"),  STR_INIT("number"),
                                        STR_INIT("string"), STR_INIT("array"), STR_INIT("object") };

    return ARENA_JOIN(a, STR("json: cannot unmarshal "), value.len ? value : NAMES[s->kind], STR(" into Go "),
                      field.len ? STR("struct field ") : STR("value"), field, STR(" of type "), type);
}

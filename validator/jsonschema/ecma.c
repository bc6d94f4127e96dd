#include "jsonschema/ecma.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

struct ecma {
    struct str in;
    size_t at;
    struct buf out;
    bool in_class;
    struct str *why;
};

#define SPACES                                                                                                         \
    "\\t\\n\\x0b\\f\\r "                                                                                               \
    "\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
#define NO_SPACES                                                                                                      \
    "\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-"             \
    "\\x{202e}"                                                                                                        \
    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"

static bool refuse(struct ecma *e, struct str why)
{
    *e->why = why;
    return false;
}

static char at(const struct ecma *e, size_t ahead)
{
    return e->at + ahead < e->in.len ? e->in.p[e->at + ahead] : '\0';
}

/* Copies n bytes of the pattern as they are. */
static bool copy(struct ecma *e, size_t n)
{
    buf_put(&e->out, str_slice(e->in, e->at, e->at + n));
    e->at += n;
    return true;
}

static bool put(struct ecma *e, struct str text, size_t consumed)
{
    buf_put(&e->out, text);
    e->at += consumed;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* n hexadecimal digits from there on. */
static bool hex_at(const struct ecma *e, size_t ahead, size_t n, uint32_t *value)
{
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        int digit = hex_digit(at(e, ahead + i));
        if (digit < 0)
            return false;
        *value = *value << 4 | (uint32_t)digit;
    }
    return true;
}

static bool put_code_point(struct ecma *e, uint32_t cp, size_t consumed)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        return refuse(e, STR("\\u names no character"));
    buf_printf(&e->out, "\\x{%x}", (unsigned)cp);
    e->at += consumed;
    return true;
}

static bool braced_code_point(struct ecma *e)
{
    uint32_t cp = 0;
    size_t n = 3;

    for (int digit; (digit = hex_digit(at(e, n))) >= 0; n++) {
        cp = cp << 4 | (uint32_t)digit;
        if (cp > 0x10FFFF)
            return put_code_point(e, cp, 0);
    }
    if (n == 3 || at(e, n) != '}')
        return refuse(e, STR("\\u{ must be followed by hexadecimal digits and }"));
    return put_code_point(e, cp, n + 1);
}

static bool unicode_escape(struct ecma *e)
{
    uint32_t cp, low;

    if (at(e, 2) == '{')
        return braced_code_point(e);
    if (!hex_at(e, 2, 4, &cp))
        return refuse(e, STR("\\u must be followed by four hexadecimal digits"));
    if (cp >= 0xD800 && cp < 0xDC00 && at(e, 6) == '\\' && at(e, 7) == 'u' && hex_at(e, 8, 4, &low) && low >= 0xDC00 &&
        low < 0xE000)
        return put_code_point(e, 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00), 12);
    return put_code_point(e, cp, 6);
}

/* \p{Name}, \p{Key=Name}: Go takes the name alone, of categories and scripts. */
static bool property(struct ecma *e)
{
    static const struct str keys[] = {
        STR_INIT("Script="),           STR_INIT("sc="), STR_INIT("Script_Extensions="), STR_INIT("scx="),
        STR_INIT("General_Category="), STR_INIT("gc=")
    };
    struct str rest = str_from(e->in, e->at + 2), name, tail;

    if (at(e, 2) != '{' || !str_cut(rest, '}', &name, &tail))
        return refuse(e, STR("\\p must be followed by a name in braces"));
    name = str_from(name, 1);
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (str_starts(name, keys[i])) {
            name = str_from(name, keys[i].len);
            break;
        }
    buf_printf(&e->out, "\\%c{%.*s}", at(e, 1), STR_ARG(name));
    e->at = e->in.len - tail.len;
    return true;
}

static bool control_escape(struct ecma *e)
{
    char letter = at(e, 2);

    if (!((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z'))
        return refuse(e, STR("\\c must be followed by a letter"));
    buf_printf(&e->out, "\\x%02x", (unsigned)letter & 31);
    e->at += 3;
    return true;
}

static bool space_escape(struct ecma *e, bool none)
{
    if (e->in_class)
        return put(e, none ? STR(NO_SPACES) : STR(SPACES), 2);
    return put(e, none ? STR("[" NO_SPACES "]") : STR("[" SPACES "]"), 2);
}

static bool digit_escape(struct ecma *e)
{
    bool digit_follows = at(e, 2) >= '0' && at(e, 2) <= '9';

    if (at(e, 1) == '0' && !digit_follows)
        return put(e, STR("\\x00"), 2);
    return refuse(e, at(e, 1) == '0' ? STR("octal escapes are not allowed") : STR("back-references are not possible"));
}

static bool letter_escape(struct ecma *e)
{
    switch (at(e, 1)) {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
    case 't':
    case 'n':
    case 'f':
    case 'r':
        return copy(e, 2);
    case 'v':
        return put(e, STR("\\x0b"), 2);
    case 'b':
        return e->in_class ? put(e, STR("\\x08"), 2) : copy(e, 2);
    case 'B':
        return e->in_class ? refuse(e, STR("\\B means nothing in brackets")) : copy(e, 2);
    case 's':
    case 'S':
        return space_escape(e, at(e, 1) == 'S');
    case 'c':
        return control_escape(e);
    case 'u':
        return unicode_escape(e);
    case 'p':
    case 'P':
        return property(e);
    case 'k':
        return refuse(e, STR("back-references are not possible"));
    default:
        return refuse(e, STR("a letter after a backslash that is no escape of ECMA-262"));
    }
}

static bool escape(struct ecma *e)
{
    char c = at(e, 1);
    uint32_t byte;
    size_t width;

    if (e->at + 1 >= e->in.len)
        return refuse(e, STR("it ends with a backslash"));
    if (c >= '0' && c <= '9')
        return digit_escape(e);
    if (c == 'x')
        return hex_at(e, 2, 2, &byte) ? copy(e, 4) : refuse(e, STR("\\x must be followed by two hexadecimal digits"));
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
        return letter_escape(e);
    if ((unsigned char)c < 0x80)
        return copy(e, 2);
    /* Beyond ASCII a backslash says nothing. */
    utf8_decode(str_from(e->in, e->at + 1), &width);
    e->at++;
    return copy(e, width);
}

/* The brackets at the next byte. */
static bool class(struct ecma *e)
{
    if (str_starts(str_from(e->in, e->at), STR("[]")))
        return put(e, STR("[^\\x00-\\x{10ffff}]"), 2);
    if (str_starts(str_from(e->in, e->at), STR("[^]")))
        return put(e, STR("[\\x00-\\x{10ffff}]"), 3);
    copy(e, at(e, 1) == '^' ? 2 : 1);
    e->in_class = true;
    while (e->at < e->in.len && at(e, 0) != ']') {
        if (at(e, 0) == '\\' ? !escape(e) : at(e, 0) == '[' ? !put(e, STR("\\["), 1) : !copy(e, 1))
            return false;
    }
    e->in_class = false;
    return e->at < e->in.len ? copy(e, 1) : refuse(e, STR("a bracket is not closed"));
}

static bool group(struct ecma *e)
{
    struct str rest = str_from(e->in, e->at);

    if (str_starts(rest, STR("(?=")) || str_starts(rest, STR("(?!")) || str_starts(rest, STR("(?<=")) ||
        str_starts(rest, STR("(?<!")))
        return refuse(e, STR("look-around is not possible"));
    if (str_starts(rest, STR("(?<")))
        return put(e, STR("(?P<"), 3);
    return copy(e, 1);
}

static bool translate(struct ecma *e)
{
    bool ok = true;

    while (ok && e->at < e->in.len) {
        switch (at(e, 0)) {
        case '\\':
            ok = escape(e);
            break;
        case '[':
            ok = class(e);
            break;
        case '(':
            ok = group(e);
            break;
        case '.':
            ok = put(e, STR("[^\\n\\r\\x{2028}\\x{2029}]"), 1);
            break;
        default:
            ok = copy(e, 1);
        }
    }
    return ok;
}

bool ecma_to_go(struct arena *a, struct str pattern, struct str *go, struct str *why)
{
    struct ecma e = { .in = pattern, .why = why };
    bool ok = translate(&e);

    if (ok)
        *go = arena_copy(a, buf_str(&e.out));
    buf_free(&e.out);
    return ok;
}

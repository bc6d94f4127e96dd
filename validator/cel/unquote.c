#include "base/buf.h"
#include "base/utf8.h"
#include "cel/parse.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return (c | 32) - 'a' + 10;
}

/* The number written by n digits of a base. */
static uint32_t number_of(const char *p, size_t n, uint32_t base)
{
    uint32_t v = 0;

    for (size_t i = 0; i < n; i++)
        v = v * base + (uint32_t)hex_value(p[i]);
    return v;
}

static void put_code_point(struct buf *b, uint32_t cp)
{
    char out[4];

    buf_put(b, (struct str){ out, utf8_encode(cp, out) });
}

static char simple_escape(char c)
{
    switch (c) {
    case 'a':
        return '\a';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return c;
    }
}

/* One escape sequence at the start of s, which the lexer has seen to be one; how many bytes it takes, or 0. */
static size_t put_escape(struct buf *b, struct str s, bool bytes)
{
    char c = s.p[1];
    size_t digits = c == 'x' || c == 'X' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : c >= '0' && c <= '3' ? 3 : 0;
    size_t from = c >= '0' && c <= '3' ? 1 : 2;
    uint32_t cp;

    if (digits == 0) {
        buf_char(b, simple_escape(c));
        return 2;
    }
    cp = number_of(s.p + from, digits, from == 1 ? 8 : 16);
    if (bytes && (digits == 2 || digits == 3)) {
        buf_char(b, (char)cp);
    } else {
        if (bytes || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
            return 0;
        put_code_point(b, cp);
    }
    return from + digits;
}

bool cel_unquote(struct arena *a, struct str token, bool bytes, struct str *out, struct str *error)
{
    bool raw = token.len && (token.p[0] | 32) == 'r', ok = true;
    struct buf b = { 0 };
    size_t quotes, n;

    if (raw)
        token = str_from(token, 1);
    quotes = token.len >= 6 && token.p[1] == token.p[0] && token.p[2] == token.p[0] ? 3 : 1;
    token = str_slice(token, quotes, token.len - quotes);
    *out = token;
    if (str_find_char(token, '\\') == SIZE_MAX && str_find_char(token, '\r') == SIZE_MAX && utf8_valid(token))
        return true;
    for (size_t i = 0; i < token.len && ok; i += n) {
        n = 1;
        if (token.p[i] == '\\' && !raw) {
            n = put_escape(&b, str_from(token, i), bytes);
            ok = n > 0;
        } else if (token.p[i] == '\r') {
            /* CRLF and CR inside of three quotes are one line end. */
            n = i + 1 < token.len && token.p[i + 1] == '\n' ? 2 : 1;
            buf_char(&b, '\n');
        } else {
            uint32_t cp = utf8_decode(str_from(token, i), &n);
            put_code_point(&b, cp);
        }
    }
    *error = STR("unable to unescape string");
    *out = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return ok;
}

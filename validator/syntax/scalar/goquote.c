#include "syntax/scalar/goquote.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

static const char HEX[] = "0123456789abcdef";

bool go_is_space(uint32_t cp)
{
    if (cp < 0x80)
        return cp == ' ' || (cp >= '\t' && cp <= '\r');
    return cp == 0x85 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

static size_t put_hex(char *out, char mark, uint32_t value, int digits)
{
    out[0] = '\\';
    out[1] = mark;
    for (int i = 0; i < digits; i++)
        out[2 + i] = HEX[value >> 4 * (digits - 1 - i) & 15];
    return 2 + (size_t)digits;
}

/* Escapes one code point that is not printable (strconv's appendEscapedRune); at most 10 bytes. */
static size_t put_escaped(char *out, uint32_t cp)
{
    static const char NAMED[] = "abtnvfr"; /* U+0007 to U+000D */

    if (cp >= 7 && cp <= 13) {
        out[0] = '\\';
        out[1] = NAMED[cp - 7];
        return 2;
    }
    if (cp < ' ' || cp == 0x7F)
        return put_hex(out, 'x', cp, 2);
    return cp < 0x10000 ? put_hex(out, 'u', cp, 4) : put_hex(out, 'U', cp, 8);
}

static size_t put_quoted(char *out, struct str s, size_t at, size_t *width)
{
    uint32_t cp = utf8_decode(str_from(s, at), width);

    if (cp == UTF8_BAD && *width == 1)
        return put_hex(out, 'x', (unsigned char)s.p[at], 2);
    if (cp == '"' || cp == '\\') {
        out[0] = '\\';
        out[1] = (char)cp;
        return 2;
    }
    if (!go_is_print(cp))
        return put_escaped(out, cp);
    memcpy(out, s.p + at, *width);
    return *width;
}

struct str go_quote(struct arena *a, struct str s)
{
    char piece[16];
    size_t width, n = 2, used = 0;
    char *p;

    for (size_t i = 0; i < s.len; i += width)
        n += put_quoted(piece, s, i, &width);
    p = arena_take(a, n + 1);
    p[used++] = '"';
    for (size_t i = 0; i < s.len; i += width)
        used += put_quoted(p + used, s, i, &width);
    p[used] = '"';
    return (struct str){ p, n };
}

static bool time_plain(unsigned char c)
{
    return c >= ' ' && c < 0x80;
}

struct str go_time_quote(struct arena *a, struct str s)
{
    size_t n = 2, used = 0;
    char *p;

    for (size_t i = 0; i < s.len; i++)
        n += !time_plain((unsigned char)s.p[i]) ? 4 : s.p[i] == '"' || s.p[i] == '\\' ? 2 : 1;
    p = arena_take(a, n + 1);
    p[used++] = '"';
    for (size_t i = 0; i < s.len; i++) {
        if (!time_plain((unsigned char)s.p[i])) {
            used += put_hex(p + used, 'x', (unsigned char)s.p[i], 2);
            continue;
        }
        if (s.p[i] == '"' || s.p[i] == '\\')
            p[used++] = '\\';
        p[used++] = s.p[i];
    }
    p[used] = '"';
    return (struct str){ p, n };
}

struct str go_trim_left(struct str s)
{
    size_t width;

    while (s.len && go_is_space(utf8_decode(s, &width)))
        s = str_from(s, width);
    return s;
}

/* Bytes of the white space that ends s; no white space is longer than three. */
static size_t space_at_end(struct str s)
{
    for (size_t n = 1; n <= 3 && n <= s.len; n++) {
        size_t width;
        uint32_t cp = utf8_decode(str_from(s, s.len - n), &width);
        if (width == n && go_is_space(cp))
            return n;
    }
    return 0;
}

struct str go_trim_space(struct str s)
{
    size_t n;

    s = go_trim_left(s);
    while ((n = space_at_end(s)) > 0)
        s.len -= n;
    return s;
}

uint32_t go_lower_ascii(uint32_t cp)
{
    if (cp >= 'A' && cp <= 'Z')
        return cp + ('a' - 'A');
    return cp == 0x130 ? 'i' : cp == 0x212A ? 'k' : cp;
}

struct str go_lower(struct arena *a, struct str s)
{
    char *p = arena_take(a, s.len + 1);
    size_t n = 0, width;

    for (size_t i = 0; i < s.len; i += width) {
        uint32_t cp = go_lower_ascii(utf8_decode(str_from(s, i), &width));
        if (cp < 0x80) {
            p[n++] = (char)cp;
        } else {
            memcpy(p + n, s.p + i, width);
            n += width;
        }
    }
    return (struct str){ p, n };
}

enum go_int go_parse_int(struct str s, int64_t *value)
{
    bool negative = s.len && s.p[0] == '-';
    uint64_t n = 0, most = negative ? (uint64_t)1 << 63 : INT64_MAX;

    if (negative || (s.len && s.p[0] == '+'))
        s = str_from(s, 1);
    if (s.len == 0)
        return GO_INT_SYNTAX;
    /* More than 64 bits are out of range at once, whatever follows; more than 63 only after the last
     * digit. */
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return GO_INT_SYNTAX;
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, (uint64_t)(s.p[i] - '0'), &n))
            return GO_INT_RANGE;
    }
    if (n > most)
        return GO_INT_RANGE;
    *value = negative ? (int64_t)(0 - n) : (int64_t)n;
    return GO_INT_OK;
}

struct str go_int_error(struct arena *a, struct str function, struct str s, enum go_int bad)
{
    return ARENA_JOIN(a, STR("strconv."), function, STR(": parsing "), go_quote(a, s),
                      bad == GO_INT_RANGE ? STR(": value out of range") : STR(": invalid syntax"));
}

struct str go_itoa(struct arena *a, int64_t n)
{
    return arena_printf(a, "%" PRId64, n);
}

#include "syntax/scalar/goquote.h"

#include "base/quote.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

static const char HEX[] = "0123456789abcdef";

struct str go_quote(struct arena *a, struct str s)
{
    return arena_quote(a, s);
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
            memcpy(p + used, "\\x", 2);
            p[used + 2] = HEX[(unsigned char)s.p[i] >> 4];
            p[used + 3] = HEX[(unsigned char)s.p[i] & 15];
            used += 4;
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

    while (s.len && unicode_is_space(utf8_decode(s, &width)))
        s = str_from(s, width);
    return s;
}

/* Bytes of the white space that ends s; no white space is longer than three. */
static size_t space_at_end(struct str s)
{
    for (size_t n = 1; n <= 3 && n <= s.len; n++) {
        size_t width;
        uint32_t cp = utf8_decode(str_from(s, s.len - n), &width);
        if (width == n && unicode_is_space(cp))
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

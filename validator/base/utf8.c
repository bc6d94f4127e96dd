#include "base/utf8.h"

#include <string.h>

static bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Bytes that the lead byte asks for, with the smallest code point of that length; 0 for no lead byte. */
static size_t lead(unsigned char c, uint32_t *bits, uint32_t *least)
{
    if (c < 0x80)
        return *bits = c, *least = 0, 1;
    if (c >= 0xC2 && c < 0xE0)
        return *bits = c & 0x1F, *least = 0x80, 2;
    if (c >= 0xE0 && c < 0xF0)
        return *bits = c & 0x0F, *least = 0x800, 3;
    if (c >= 0xF0 && c < 0xF5)
        return *bits = c & 0x07, *least = 0x10000, 4;
    return 0;
}

uint32_t utf8_decode(struct str s, size_t *width)
{
    uint32_t cp, least;
    size_t n;

    *width = s.len ? 1 : 0;
    if (s.len == 0)
        return UTF8_BAD;
    n = lead((unsigned char)s.p[0], &cp, &least);
    if (n == 0 || n > s.len)
        return UTF8_BAD;
    for (size_t i = 1; i < n; i++) {
        if (!is_tail((unsigned char)s.p[i]))
            return UTF8_BAD;
        cp = cp << 6 | ((unsigned char)s.p[i] & 0x3F);
    }
    if (cp < least || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        return UTF8_BAD;
    *width = n;
    return cp;
}

size_t utf8_encode(uint32_t cp, char out[4])
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        cp = UTF8_BAD;
    if (cp < 0x80)
        return out[0] = (char)cp, 1;
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

/* Bytes at the start that are ASCII, nearly all of them. */
static size_t plain(struct str s)
{
    uint64_t eight;
    size_t n = 0;

    for (; n + sizeof(eight) <= s.len; n += sizeof(eight)) {
        memcpy(&eight, s.p + n, sizeof(eight));
        if (eight & 0x8080808080808080)
            break;
    }
    while (n < s.len && !(s.p[n] & 0x80))
        n++;
    return n;
}

size_t utf8_count(struct str s)
{
    size_t n = plain(s), width;

    for (s = str_from(s, n); s.len; s = str_from(s, width), n++)
        utf8_decode(s, &width);
    return n;
}

bool utf8_valid(struct str s)
{
    size_t width;

    for (s = str_from(s, plain(s)); s.len; s = str_from(s, width))
        if (utf8_decode(s, &width) == UTF8_BAD && width == 1)
            return false;
    return true;
}

void utf8_mend(struct buf *out, struct str s)
{
    size_t width;

    for (size_t at = 0; at < s.len; at += width) {
        bool bad = utf8_decode(str_from(s, at), &width) == UTF8_BAD && width == 1;
        buf_put(out, bad ? STR("\xEF\xBF\xBD") : str_slice(s, at, at + width));
    }
}

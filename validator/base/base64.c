#include "base/base64.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit(char c)
{
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

bool base64_decode(struct arena *a, struct str s, struct str *bytes)
{
    char *out = arena_take(a, s.len / 4 * 3 + 4);
    uint32_t bits = 0;
    size_t n = 0, have = 0;

    while (s.len && s.p[s.len - 1] == '=')
        s.len--;
    for (size_t i = 0; i < s.len; i++) {
        int d = digit(s.p[i]);
        if (s.p[i] == '\n' || s.p[i] == '\r')
            continue;
        if (d < 0)
            return false;
        bits = bits << 6 | (uint32_t)d;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[n++] = (char)(bits >> have);
        }
    }
    *bytes = (struct str){ out, n };
    return true;
}

struct str base64_encode(struct arena *a, struct str bytes)
{
    char *out = arena_take(a, bytes.len / 3 * 4 + 5);
    size_t n = 0;

    for (size_t i = 0; i < bytes.len; i += 3) {
        struct str part = str_slice(bytes, i, i + 3);
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < part.len ? (unsigned char)part.p[k] : 0);
        for (size_t k = 0; k < 4; k++)
            out[n++] = k <= part.len ? digits[bits >> (18 - 6 * k) & 63] : '=';
    }
    return (struct str){ out, n };
}

#include "base/base64.h"

#include <string.h>

static int digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
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

#include "base/hex.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

struct str hex_of(struct arena *a, const unsigned char *bytes, size_t n)
{
    char *out = ARENA_ARRAY(a, char, 2 * n + 1);

    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    return (struct str){ out, 2 * n };
}

static int digit(char c)
{
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

bool hex_parse(struct str text, unsigned char *bytes, size_t n)
{
    if (text.len != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = digit(text.p[2 * i]), low = digit(text.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

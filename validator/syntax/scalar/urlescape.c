#include "syntax/scalar/urlescape.h"

#include "syntax/scalar/goquote.h"

#include <string.h>

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || one_of(c, "-_.~");
}

/* Go's shouldEscape. RFC 3986 leaves it open which reserved characters a part escapes; this is Go's
 * choice. */
static bool must_escape(char c, enum url_part part)
{
    if (is_plain(c))
        return false;
    switch (part) {
    case URL_HOST:
    case URL_ZONE:
        return !one_of(c, "!$&'()*+,;=:[]<>\"");
    case URL_PATH:
        return !one_of(c, "$&+,/:;=@");
    case URL_USER:
        return !one_of(c, "$&+,;=");
    case URL_FRAGMENT:
        return !one_of(c, "$&+,/:;=?@!()*");
    }
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* The byte that the escape at s.p[at] stands for, or -1 when the part does not allow it. */
static int escaped_byte(struct str s, size_t at, enum url_part part)
{
    int high, low, byte;

    if (at + 2 >= s.len)
        return -1;
    high = hex(s.p[at + 1]);
    low = hex(s.p[at + 2]);
    if (high < 0 || low < 0)
        return -1;
    byte = high << 4 | low;
    /* A host may escape only what is not ASCII; a zone also what the host may hold, and a space. "%25" is how
     * both write the percent sign before a zone. */
    if (byte == '%' || (part != URL_HOST && part != URL_ZONE))
        return byte;
    if (part == URL_HOST)
        return byte >= 0x80 ? byte : -1;
    return byte == ' ' || !must_escape((char)byte, URL_HOST) ? byte : -1;
}

static bool refused_in_host(char c, enum url_part part)
{
    return (part == URL_HOST || part == URL_ZONE) && (unsigned char)c < 0x80 && must_escape(c, part);
}

/* Says what is wrong with s, if anything is, and counts the escapes. */
static bool check(struct str s, enum url_part part, struct arena *a, size_t *escapes, struct str *error)
{
    *escapes = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '%') {
            if (escaped_byte(s, i, part) < 0) {
                *error = ARENA_JOIN(a, STR("invalid URL escape "), go_quote(a, str_slice(s, i, i + 3)));
                return false;
            }
            i += 2;
            (*escapes)++;
        } else if (refused_in_host(s.p[i], part)) {
            *error =
                ARENA_JOIN(a, STR("invalid character "), go_quote(a, str_slice(s, i, i + 1)), STR(" in host name"));
            return false;
        }
    }
    return true;
}

bool url_unescape(struct str s, enum url_part part, struct arena *a, struct str *out, struct str *error)
{
    size_t escapes, n = 0;
    char *p;

    if (!check(s, part, a, &escapes, error))
        return false;
    *out = s;
    if (escapes == 0)
        return true;
    p = arena_take(a, s.len + 1);
    for (size_t i = 0; i < s.len; i++) {
        bool escape = s.p[i] == '%';
        p[n++] = escape ? (char)escaped_byte(s, i, part) : s.p[i];
        i += escape ? 2 : 0;
    }
    *out = (struct str){ p, n };
    return true;
}

struct str url_escape(struct str s, enum url_part part, struct arena *a)
{
    static const char HEX[] = "0123456789ABCDEF";
    size_t escapes = 0, n = 0;
    char *p;

    for (size_t i = 0; i < s.len; i++)
        escapes += must_escape(s.p[i], part);
    if (escapes == 0)
        return s;
    p = arena_take(a, s.len + 2 * escapes + 1);
    for (size_t i = 0; i < s.len; i++) {
        if (!must_escape(s.p[i], part)) {
            p[n++] = s.p[i];
            continue;
        }
        p[n++] = '%';
        p[n++] = HEX[(unsigned char)s.p[i] >> 4];
        p[n++] = HEX[(unsigned char)s.p[i] & 15];
    }
    return (struct str){ p, n };
}

bool url_encoded(struct str s, enum url_part part)
{
    for (size_t i = 0; i < s.len; i++)
        if (!one_of(s.p[i], "!$&'()*+,;=:@[]%") && must_escape(s.p[i], part))
            return false;
    return true;
}

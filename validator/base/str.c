#include "base/str.h"

#include <string.h>

struct str str_c(const char *c)
{
    return (struct str){ c, c ? strlen(c) : 0 };
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.p, b.p, n) : 0;

    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_eq(str_from(s, s.len - suffix.len), suffix);
}

size_t str_find(struct str s, struct str what)
{
    const char *at;

    if (what.len == 0)
        return 0;
    if (s.len < what.len)
        return SIZE_MAX;
    at = memmem(s.p, s.len, what.p, what.len);
    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

size_t str_find_char(struct str s, char c)
{
    const char *at = s.len ? memchr(s.p, c, s.len) : NULL;

    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

size_t str_rfind_char(struct str s, char c)
{
    const char *at = s.len ? memrchr(s.p, c, s.len) : NULL;

    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

bool str_has(struct str s, struct str what)
{
    return str_find(s, what) != SIZE_MAX;
}

struct str str_trim_prefix(struct str s, struct str prefix)
{
    return str_starts(s, prefix) ? str_from(s, prefix.len) : s;
}

struct str str_trim_suffix(struct str s, struct str suffix)
{
    return str_ends(s, suffix) ? str_slice(s, 0, s.len - suffix.len) : s;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.len && is_space(s.p[0]))
        s = str_from(s, 1);
    while (s.len && is_space(s.p[s.len - 1]))
        s.len--;
    return s;
}

bool str_cut(struct str s, char c, struct str *head, struct str *tail)
{
    size_t at = str_find_char(s, c);

    *head = str_slice(s, 0, at);
    *tail = at == SIZE_MAX ? (struct str){ s.p, 0 } : str_from(s, at + 1);
    return at != SIZE_MAX;
}

uint64_t str_hash(struct str s)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h;
}

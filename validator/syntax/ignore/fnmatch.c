#include "syntax/ignore/fnmatch.h"

#include "base/utf8.h"

static uint32_t take(struct str *s)
{
    size_t width;
    uint32_t c = utf8_decode(*s, &width);

    *s = str_from(*s, width);
    return c;
}

static bool starts_with(struct str s, char c)
{
    return s.len && s.p[0] == c;
}

/* The upper end of a range whose "-" is next; false where the pattern ends after a backslash. */
static bool range_end(struct str *p, uint32_t *last)
{
    take(p);
    *last = take(p);
    if (*last != '\\')
        return true;
    if (p->len == 0)
        return false;
    *last = take(p);
    return true;
}

/* From the end of the last looked-at member to behind the "]"; false when there is none. */
static bool leave_class(struct str *p)
{
    while (p->len) {
        uint32_t c = take(p);
        if (c == '\\' && p->len)
            take(p);
        else if (c == ']')
            return true;
    }
    return false;
}

/* The class whose "[" was just taken from *p, against one character (rangematch). A "]" right after "[" or
 * "[!" ends the class, an odd that callers see as a class that holds nothing. */
static enum ignore_fnmatch match_class(struct str *p, uint32_t test)
{
    bool negated = starts_with(*p, '^') || starts_with(*p, '!'), matched = false;

    if (negated)
        take(p);
    while (!matched && p->len > 1 && p->p[0] != ']') {
        uint32_t first = take(p), last;
        if (first == '\\') {
            if (p->len < 2)
                return FNMATCH_NO;
            first = take(p);
        }
        if (p->len == 0)
            return FNMATCH_PANIC;
        last = first;
        if (p->p[0] == '-' && p->len > 1 && p->p[1] != ']' && !range_end(p, &last))
            return FNMATCH_NO;
        matched = first <= test && test <= last;
    }
    return leave_class(p) && matched != negated ? FNMATCH_YES : FNMATCH_NO;
}

/* One pattern element other than "*", taken from *p, against one character, taken from *s. */
static enum ignore_fnmatch match_one(struct str *p, struct str *s, bool pathname)
{
    uint32_t c = take(p), test;

    if (s->len == 0 || (c == '[' && pathname && s->p[0] == '/'))
        return FNMATCH_NO;
    test = take(s);
    switch (c) {
    case '?':
        return pathname && test == '/' ? FNMATCH_NO : FNMATCH_YES;
    case '[':
        return match_class(p, test);
    case '\\':
        if (p->len)
            c = take(p);
        break;
    }
    return c == test ? FNMATCH_YES : FNMATCH_NO;
}

/* The library tries every place for every "*". Only the last "*" seen needs that: what stands between two of
 * them matches best where it matches first, as the text that is left then holds every later try, and the
 * slashes that a
 * "*" may not cross are the same ones. */
enum ignore_fnmatch ignore_fnmatch(struct str pattern, struct str s, bool pathname)
{
    struct str after_star = { 0 }, tried = { 0 };
    bool star = false;

    for (;;) {
        enum ignore_fnmatch one = FNMATCH_NO;
        if (starts_with(pattern, '*')) {
            while (starts_with(pattern, '*'))
                take(&pattern);
            if (pattern.len == 0)
                return pathname && str_find_char(s, '/') != SIZE_MAX ? FNMATCH_NO : FNMATCH_YES;
            star = true;
            after_star = pattern;
            tried = s;
            continue;
        }
        if (pattern.len == 0 && s.len == 0)
            return FNMATCH_YES;
        if (pattern.len)
            one = match_one(&pattern, &s, pathname);
        if (one == FNMATCH_PANIC)
            return one;
        if (one == FNMATCH_YES)
            continue;
        if (!star || tried.len == 0 || (pathname && tried.p[0] == '/'))
            return FNMATCH_NO;
        take(&tried);
        if (tried.len == 0)
            return FNMATCH_NO;
        pattern = after_star;
        s = tried;
    }
}

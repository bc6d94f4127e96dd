#include "base/glob.h"

/* Where to go on after a mismatch: the last "*" takes one byte more. */
struct retry {
    size_t pattern, text;
    bool set;
};

static bool starts_stars(struct str pattern, size_t p)
{
    return p + 1 < pattern.len && pattern.p[p] == '*' && pattern.p[p + 1] == '*';
}

/* Past the stars, and past the slash after them where they stand for whole folders. */
static size_t after_stars(struct str pattern, size_t p)
{
    bool folders = p == 0 || pattern.p[p - 1] == '/';

    while (p < pattern.len && pattern.p[p] == '*')
        p++;
    return folders && p < pattern.len && pattern.p[p] == '/' ? p + 1 : p;
}

/* Moves a retry on by a byte; one that skips folders stops only behind a slash. */
static bool take_more(struct retry *r, struct str pattern, struct str s, bool any)
{
    bool folders = any && r->pattern && pattern.p[r->pattern - 1] == '/';

    if (!r->set)
        return false;
    do {
        if (r->text == s.len || (!any && s.p[r->text] == '/'))
            return r->set = false;
        r->text++;
    } while (folders && s.p[r->text - 1] != '/');
    /* Where the pattern goes on with a letter, only that is worth another try. */
    if (!any && r->pattern < pattern.len && pattern.p[r->pattern] != '*' && pattern.p[r->pattern] != '?')
        while (r->text < s.len && s.p[r->text] != pattern.p[r->pattern] && s.p[r->text] != '/')
            r->text++;
    return true;
}

bool glob_match(struct str pattern, struct str s)
{
    struct retry star = { 0 }, stars = { 0 };
    size_t p = 0, t = 0;

    while (t < s.len || p < pattern.len) {
        if (starts_stars(pattern, p)) {
            p = after_stars(pattern, p);
            stars = (struct retry){ p, t, true };
            star.set = false;
        } else if (p < pattern.len && pattern.p[p] == '*') {
            star = (struct retry){ ++p, t, true };
        } else if (p < pattern.len && t < s.len && (pattern.p[p] == s.p[t] || (pattern.p[p] == '?' && s.p[t] != '/'))) {
            p++;
            t++;
        } else if (take_more(&star, pattern, s, false)) {
            p = star.pattern;
            t = star.text;
        } else if (take_more(&stars, pattern, s, true)) {
            p = stars.pattern;
            t = stars.text;
            star.set = false;
        } else {
            return false;
        }
    }
    return true;
}

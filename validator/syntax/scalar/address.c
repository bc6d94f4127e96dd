#include "syntax/scalar/address.h"

#include "base/ascii.h"
#include "syntax/scalar/goquote.h"

struct reader {
    struct str in, error;
    struct arena *arena;
};

static bool refuse(struct reader *r, const char *why, struct str at)
{
    r->error = ARENA_JOIN(r->arena, STR("ParseAddr("), go_quote(r->arena, r->in), STR("): "), str_c(why));
    if (at.len)
        r->error = ARENA_JOIN(r->arena, r->error, STR(" (at "), go_quote(r->arena, at), STR(")"));
    return false;
}

/* Four decimal numbers up to 255, separated by dots, without leading zeros. */
static bool check_v4(struct reader *r, struct str s)
{
    int value = 0, digits = 0, dots = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9') {
            if (digits == 1 && value == 0)
                return refuse(r, "IPv4 field has octet with leading zero", STR(""));
            value = value * 10 + (c - '0');
            digits++;
            if (value > 255)
                return refuse(r, "IPv4 field has value >255", STR(""));
            continue;
        }
        if (c != '.')
            return refuse(r, "unexpected character", str_from(s, i));
        if (digits == 0 || i + 1 == s.len)
            return refuse(r, "IPv4 field must have at least one digit", str_from(s, i));
        if (++dots > 3)
            return refuse(r, "IPv4 address too long", STR(""));
        value = digits = 0;
    }
    return dots == 3 || refuse(r, "IPv4 address too short", STR(""));
}

/* Takes one group of up to four hexadecimal digits. */
static bool take_group(struct reader *r, struct str s, size_t *taken)
{
    size_t n = 0;

    while (n < s.len && is_hex(s.p[n]))
        if (++n > 4)
            return refuse(r, "each group must have 4 or less digits", s);
    *taken = n;
    return n > 0 || refuse(r, "each colon-separated field must have at least one digit", s);
}

/* What stands after a group: nothing, ":" and more, or "::" once. */
static bool take_colon(struct reader *r, struct str *s, bool *ellipsis)
{
    if (s->len == 0)
        return true;
    if (s->p[0] != ':')
        return refuse(r, "unexpected character, want colon", *s);
    if (s->len == 1)
        return refuse(r, "colon must be followed by more characters", *s);
    *s = str_from(*s, 1);
    if (s->p[0] != ':')
        return true;
    if (*ellipsis)
        return refuse(r, "multiple :: in address", *s);
    *ellipsis = true;
    *s = str_from(*s, 1);
    return true;
}

/* An IPv4 address may stand for the last two groups. bytes: how many came before. */
static bool check_embedded(struct reader *r, struct str s, int bytes, bool ellipsis)
{
    if (!ellipsis && bytes != 12)
        return refuse(r, "embedded IPv4 address must replace the final 2 fields of the address", s);
    if (bytes + 4 > 16)
        return refuse(r, "too many hex fields to fit an embedded IPv4 at the end of the address", s);
    return check_v4(r, s);
}

static bool check_groups(struct reader *r, struct str s, bool ellipsis)
{
    int bytes = 0;
    size_t n = 0;

    while (bytes < 16) {
        if (!take_group(r, s, &n))
            return false;
        if (n < s.len && s.p[n] == '.') {
            if (!check_embedded(r, s, bytes, ellipsis))
                return false;
            s = STR("");
            bytes += 4;
            break;
        }
        bytes += 2;
        s = str_from(s, n);
        if (!take_colon(r, &s, &ellipsis))
            return false;
        if (s.len == 0)
            break;
    }
    if (s.len)
        return refuse(r, "trailing garbage after address", s);
    if (bytes < 16 && !ellipsis)
        return refuse(r, "address string too short", STR(""));
    if (bytes == 16 && ellipsis)
        return refuse(r, "the :: must expand to at least one field of zeros", STR(""));
    return true;
}

static bool check_v6(struct reader *r)
{
    struct str s, zone;
    bool ellipsis;

    if (str_cut(r->in, '%', &s, &zone) && zone.len == 0)
        return refuse(r, "zone must be a non-empty string", STR(""));
    ellipsis = str_starts(s, STR("::"));
    if (ellipsis)
        s = str_from(s, 2);
    return (ellipsis && s.len == 0) || check_groups(r, s, ellipsis);
}

bool address_parse(struct str in, bool *v4, struct arena *a, struct str *error)
{
    struct reader r = { .in = in, .arena = a };
    size_t i = 0;
    bool ok;

    while (i < in.len && in.p[i] != '.' && in.p[i] != ':' && in.p[i] != '%')
        i++;
    *v4 = i < in.len && in.p[i] == '.';
    if (i == in.len)
        ok = refuse(&r, "unable to parse IP", STR(""));
    else if (in.p[i] == '%')
        ok = refuse(&r, "missing IPv6 address", STR(""));
    else
        ok = *v4 ? check_v4(&r, in) : check_v6(&r);
    if (!ok)
        *error = r.error;
    return ok;
}

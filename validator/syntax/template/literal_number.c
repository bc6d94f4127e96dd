/* Numeric constants, as parse.newNumber makes them from strconv and fmt.Sscan. */
#include "base/quote.h"
#include "base/utf8.h"
#include "syntax/template/tree.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum outcome { READ, SYNTAX, RANGE };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool has_sign(struct str s)
{
    return s.len > 0 && (s.p[0] == '+' || s.p[0] == '-');
}

static bool has_prefix(struct str s)
{
    return s.len >= 2 && s.p[0] == '0' && s.p[1] && strchr("box", lower(s.p[1])) != NULL;
}

/* strconv.underscoreOK: underscores only between digits, or between the base prefix and a digit. */
static bool underscores_fit(struct str s)
{
    char last = '^';
    bool hex = false;

    s = str_from(s, has_sign(s));
    if (has_prefix(s)) {
        last = '0';
        hex = lower(s.p[1]) == 'x';
        s = str_from(s, 2);
    }
    for (size_t i = 0; i < s.len; i++) {
        char c = lower(s.p[i]);
        if ((c >= '0' && c <= '9') || (hex && c >= 'a' && c <= 'f')) {
            last = '0';
        } else if (c == '_') {
            if (last != '0')
                return false;
            last = '_';
        } else {
            if (last == '_')
                return false;
            last = '!';
        }
    }
    return last != '_';
}

static unsigned take_base(struct str *s)
{
    if (s->p[0] != '0')
        return 10;
    if (s->len < 3 || !has_prefix(*s)) {
        *s = str_from(*s, 1);
        return 8;
    }
    *s = str_from(*s, 2);
    return lower(s->p[-1]) == 'x' ? 16 : lower(s->p[-1]) == 'o' ? 8 : 2;
}

/* strconv.ParseUint(text, 0, 64). */
static enum outcome parse_uint(struct str text, uint64_t *value)
{
    struct str s = text;
    unsigned base;

    *value = 0;
    if (s.len == 0)
        return SYNTAX;
    base = take_base(&s);
    for (size_t i = 0; i < s.len; i++) {
        char c = lower(s.p[i]);
        unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'a' ? (unsigned)(c - 'a') + 10 : 99;
        if (c == '_')
            continue;
        if (digit >= base)
            return SYNTAX;
        if (__builtin_mul_overflow(*value, (uint64_t)base, value) ||
            __builtin_add_overflow(*value, (uint64_t)digit, value))
            return RANGE;
    }
    return underscores_fit(text) ? READ : SYNTAX;
}

/* strconv.ParseInt(text, 0, 64). */
static enum outcome parse_int(struct str text, int64_t *value)
{
    bool negative = text.len > 0 && text.p[0] == '-';
    uint64_t magnitude, most = (uint64_t)INT64_MAX + negative;
    enum outcome outcome = parse_uint(str_from(text, has_sign(text)), &magnitude);

    *value = 0;
    if (outcome != READ)
        return outcome;
    if (magnitude > most)
        return RANGE;
    *value = (int64_t)(negative ? 0 - magnitude : magnitude);
    return READ;
}

static size_t digits_at(struct str s, size_t at, bool hex)
{
    size_t n = 0;

    while (at + n < s.len &&
           (s.p[at + n] == '_' || (hex ? isxdigit((unsigned char)s.p[at + n]) : isdigit((unsigned char)s.p[at + n]))))
        n++;
    return n;
}

static bool any_digit(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] != '_')
            return true;
    return false;
}

/* Whether s has the form of a floating point number: digits, a point, an exponent that hexadecimal ones must
 * have. */
static bool is_float(struct str s)
{
    size_t at = has_sign(s), whole, fraction = 0, power;
    bool hex = s.len >= at + 2 && s.p[at] == '0' && lower(s.p[at + 1]) == 'x', any;

    at += hex ? 2 : 0;
    whole = digits_at(s, at, hex);
    any = any_digit(str_slice(s, at, at + whole));
    at += whole;
    if (at < s.len && s.p[at] == '.') {
        fraction = digits_at(s, at + 1, hex);
        any |= any_digit(str_slice(s, at + 1, at + 1 + fraction));
        at += 1 + fraction;
    }
    if (!any)
        return false;
    if (at == s.len)
        return !hex;
    if (lower(s.p[at++]) != (hex ? 'p' : 'e'))
        return false;
    at += has_sign(str_from(s, at));
    power = digits_at(s, at, false);
    return power > 0 && s.p[at] != '_' && at + power == s.len;
}

/* strconv.ParseFloat(text, 64), without its names for infinities and NaN. */
static enum outcome parse_float(struct arena *a, struct str text, double *value)
{
    char *plain, *to;

    *value = 0;
    if (!is_float(text) || (str_find_char(text, '_') != SIZE_MAX && !underscores_fit(text)))
        return SYNTAX;
    plain = to = arena_take(a, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] != '_')
            *to++ = text.p[i];
    *value = strtod(plain, NULL);
    return isinf(*value) ? RANGE : READ;
}

/* What a float can stand for beside itself. */
static void add_integers(struct template_number *n)
{
    const double two_63 = 9223372036854775808.0, two_64 = 2 * two_63;

    if (trunc(n->real) != n->real)
        return;
    if (!n->is_int && n->real >= -two_63 && n->real < two_63) {
        n->is_int = true;
        n->integer = (int64_t)n->real;
    }
    if (!n->is_uint && n->real >= 0 && n->real < two_64) {
        n->is_uint = true;
        n->natural = (uint64_t)n->real;
    }
}

static void set_complex(struct template_number *n, double re, double im)
{
    *n = (struct template_number){ .is_complex = true, .complex = { re, im } };
    if (im != 0)
        return;
    n->is_float = true;
    n->real = re;
    add_integers(n);
}

static bool accept(struct str s, size_t *at, const char *valid)
{
    if (*at >= s.len || !s.p[*at] || !strchr(valid, s.p[*at]))
        return false;
    ++*at;
    return true;
}

/* fmt's floatToken: what looks like a number from here on. */
static size_t float_token(struct str s, size_t at)
{
    const char *digits = "0123456789_", *mark = "eEpP";

    accept(s, &at, "+-");
    if (accept(s, &at, "iI")) /* it might have become Inf */
        return at;
    if (accept(s, &at, "0") && accept(s, &at, "xX"))
        digits = "0123456789aAbBcCdDeEfF_", mark = "pP";
    while (accept(s, &at, digits))
        ;
    if (accept(s, &at, "."))
        while (accept(s, &at, digits))
            ;
    if (accept(s, &at, mark)) {
        accept(s, &at, "+-");
        while (accept(s, &at, "0123456789_"))
            ;
    }
    return at;
}

static bool scan_part(struct arena *a, struct str part, double *value, struct str *error)
{
    enum outcome outcome = parse_float(a, part, value);
    struct str quoted;

    if (outcome == READ)
        return true;
    quoted = arena_quote(a, part);
    *error = arena_printf(a, "strconv.ParseFloat: parsing %.*s: %s", STR_ARG(quoted),
                          outcome == RANGE ? "value out of range" : "invalid syntax");
    return false;
}

/* fmt.Sscan of a complex number. */
static bool scan_complex(struct arena *a, struct str text, struct template_number *n, struct str *error)
{
    size_t first = float_token(text, 0), at = first, second;
    double re, im;

    if (!accept(text, &at, "+-")) {
        *error = STR("syntax error scanning complex number");
        return false;
    }
    second = at = float_token(text, at);
    if (!accept(text, &at, "i")) {
        *error = STR("syntax error scanning complex number");
        return false;
    }
    if (!scan_part(a, str_slice(text, 0, first), &re, error) ||
        !scan_part(a, str_slice(text, first, second), &im, error))
        return false;
    set_complex(n, re, im);
    return true;
}

static bool char_number(struct str text, struct template_number *n, struct arena *a, struct str *error)
{
    struct str inside = str_from(text, 1);
    uint32_t cp;
    bool is_byte;

    if (!literal_char(&inside, '\'', &cp, &is_byte)) {
        *error = STR("invalid syntax");
        return false;
    }
    if (!str_eq(inside, STR("'"))) {
        *error = ARENA_JOIN(a, STR("malformed character constant: "), text);
        return false;
    }
    *n = (struct template_number){ .is_int = true, .is_uint = true, .is_float = true };
    n->integer = cp;
    n->natural = cp;
    n->real = cp;
    return true;
}

static bool number_fails(struct arena *a, const char *what, struct str text, struct str *error)
{
    struct str quoted = arena_quote(a, text);

    *error = arena_printf(a, "%s: %.*s", what, STR_ARG(quoted));
    return false;
}

static bool real_number(struct arena *a, struct str text, struct template_number *n, struct str *error)
{
    n->is_uint = parse_uint(text, &n->natural) == READ;
    n->is_int = parse_int(text, &n->integer) == READ;
    if (n->is_int && n->integer == 0)
        n->is_uint = true; /* -0 */
    if (n->is_int || n->is_uint) {
        n->is_float = true;
        n->real = n->is_int ? (double)n->integer : (double)n->natural;
        return true;
    }
    if (parse_float(a, text, &n->real) != READ)
        return number_fails(a, "illegal number syntax", text, error);
    for (size_t i = 0; i < text.len; i++)
        if (strchr(".eEpP", text.p[i])) {
            n->is_float = true;
            add_integers(n);
            return true;
        }
    return number_fails(a, "integer overflow", text, error);
}

bool literal_number(struct arena *a, struct str text, bool is_char, bool is_complex, struct template_number *n,
                    struct str *error)
{
    double f;

    *n = (struct template_number){ 0 };
    if (is_char)
        return char_number(text, n, a, error);
    if (is_complex)
        return scan_complex(a, text, n, error);
    if (text.p[text.len - 1] == 'i' && parse_float(a, str_slice(text, 0, text.len - 1), &f) == READ) {
        set_complex(n, 0, f);
        return true;
    }
    return real_number(a, text, n, error);
}

#include "syntax/scalar/duration.h"

#include "base/ascii.h"
#include "syntax/scalar/goquote.h"

#include <inttypes.h>
#include <stdio.h>

#define NS_MOST ((uint64_t)1 << 63)

struct unit {
    struct str name;
    uint64_t ns;
};

static const struct unit UNITS[] = {
    { STR_INIT("ns"), 1 },           { STR_INIT("us"), 1000 },
    { STR_INIT("\xC2\xB5s"), 1000 }, /* U+00B5, micro sign */
    { STR_INIT("\xCE\xBCs"), 1000 }, /* U+03BC, Greek mu */
    { STR_INIT("ms"), 1000000 },     { STR_INIT("s"), 1000000000 },
    { STR_INIT("m"), 60000000000 },  { STR_INIT("h"), 3600000000000 },
};

/* Takes the digits at the start of *s. False when they exceed 2^63. */
static bool take_integer(struct str *s, uint64_t *value)
{
    for (*value = 0; s->len && is_digit(s->p[0]); *s = str_from(*s, 1)) {
        if (*value > NS_MOST / 10)
            return false;
        *value = *value * 10 + (uint64_t)(s->p[0] - '0');
        if (*value > NS_MOST)
            return false;
    }
    return true;
}

/* Takes the digits after the point: their value is *value / *scale. Digits that no longer fit are dropped. */
static void take_fraction(struct str *s, uint64_t *value, double *scale)
{
    bool full = false;

    *value = 0;
    *scale = 1;
    for (; s->len && is_digit(s->p[0]); *s = str_from(*s, 1)) {
        full = full || *value > INT64_MAX / 10 || *value * 10 + (uint64_t)(s->p[0] - '0') > NS_MOST;
        if (full)
            continue;
        *value = *value * 10 + (uint64_t)(s->p[0] - '0');
        *scale *= 10;
    }
}

static struct str take_unit(struct str *s)
{
    struct str unit;
    size_t n = 0;

    while (n < s->len && s->p[n] != '.' && !is_digit(s->p[n]))
        n++;
    unit = str_slice(*s, 0, n);
    *s = str_from(*s, n);
    return unit;
}

static uint64_t unit_ns(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(UNITS); i++)
        if (str_eq(name, UNITS[i].name))
            return UNITS[i].ns;
    return 0;
}

enum part { PART_OK, PART_INVALID, PART_NO_UNIT, PART_BAD_UNIT };

/* whole + part / scale. */
struct number {
    uint64_t whole, part;
    double scale;
};

/* Takes digits with an optional point among them; there must be one digit at least. */
static bool take_number(struct str *s, struct number *n)
{
    size_t before = s->len, after = 0;

    *n = (struct number){ .scale = 1 };
    if (!take_integer(s, &n->whole))
        return false;
    before -= s->len;
    if (s->len && s->p[0] == '.') {
        *s = str_from(*s, 1);
        after = s->len;
        take_fraction(s, &n->part, &n->scale);
        after -= s->len;
    }
    return before + after > 0;
}

/* Takes one number with its unit and adds it to *sum. Arithmetic as in Go, floats included: the sum wraps
 * where Go's wraps, and 0.1h is what a double makes of it. */
static enum part take_part(struct str *s, uint64_t *sum, struct str *unit)
{
    struct number n;
    uint64_t ns;

    if (!take_number(s, &n))
        return PART_INVALID;
    *unit = take_unit(s);
    if (unit->len == 0)
        return PART_NO_UNIT;
    ns = unit_ns(*unit);
    if (ns == 0)
        return PART_BAD_UNIT;
    if (n.whole > NS_MOST / ns)
        return PART_INVALID;
    n.whole *= ns;
    if (n.part > 0)
        n.whole += (uint64_t)((double)n.part * ((double)ns / n.scale));
    if (n.whole > NS_MOST)
        return PART_INVALID;
    *sum += n.whole;
    return *sum > NS_MOST ? PART_INVALID : PART_OK;
}

static struct str refusal(enum part bad, struct str unit, struct str in, struct arena *a)
{
    struct str quoted = go_time_quote(a, in);

    if (bad == PART_NO_UNIT)
        return ARENA_JOIN(a, STR("time: missing unit in duration "), quoted);
    if (bad == PART_BAD_UNIT)
        return ARENA_JOIN(a, STR("time: unknown unit "), go_time_quote(a, unit), STR(" in duration "), quoted);
    return ARENA_JOIN(a, STR("time: invalid duration "), quoted);
}

bool duration_parse(struct str in, int64_t *ns, struct arena *a, struct str *error)
{
    bool negative = in.len && in.p[0] == '-';
    struct str s = negative || (in.len && in.p[0] == '+') ? str_from(in, 1) : in, unit = { NULL, 0 };
    enum part bad = s.len ? PART_OK : PART_INVALID;
    uint64_t sum = 0;

    if (str_eq(s, STR("0")))
        return *ns = 0, true;
    while (bad == PART_OK && s.len)
        bad = take_part(&s, &sum, &unit);
    if (bad == PART_OK && !negative && sum > INT64_MAX)
        bad = PART_INVALID;
    if (bad != PART_OK) {
        *error = refusal(bad, unit, in, a);
        return false;
    }
    *ns = negative ? (int64_t)(0 - sum) : (int64_t)sum;
    return true;
}

/* value / 10^digits with its unit, without trailing zeros: 1.5ms. */
static struct str fraction(struct arena *a, const char *sign, uint64_t value, int digits, const char *unit)
{
    uint64_t scale = 1;

    for (int i = 0; i < digits; i++)
        scale *= 10;
    if (value % scale == 0)
        return arena_printf(a, "%s%" PRIu64 "%s", sign, value / scale, unit);
    while (value % 10 == 0) {
        value /= 10;
        scale /= 10;
        digits--;
    }
    return arena_printf(a, "%s%" PRIu64 ".%0*" PRIu64 "%s", sign, value / scale, digits, value % scale, unit);
}

struct str duration_string(int64_t ns, struct arena *a)
{
    const char *sign = ns < 0 ? "-" : "";
    uint64_t u = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns, minutes = u / 60000000000;
    char front[64];

    if (u == 0)
        return STR("0s");
    if (u < 1000)
        return fraction(a, sign, u, 0, "ns");
    if (u < 1000000)
        return fraction(a, sign, u, 3, "\xC2\xB5s");
    if (u < 1000000000)
        return fraction(a, sign, u, 6, "ms");
    if (minutes == 0)
        return fraction(a, sign, u, 9, "s");
    if (minutes < 60)
        snprintf(front, sizeof front, "%s%" PRIu64 "m", sign, minutes);
    else
        snprintf(front, sizeof front, "%s%" PRIu64 "h%" PRIu64 "m", sign, minutes / 60, minutes % 60);
    return fraction(a, front, u % 60000000000, 9, "s");
}

bool duration_decode(const struct scalar *in, enum duration_type type, struct str field, int64_t *ns, struct arena *a,
                     struct str *error)
{
    if (type == DURATION_PROW && in->kind == SCALAR_NULL)
        return *ns = 0, true;
    if (type == DURATION_PROW && in->kind == SCALAR_NUMBER && go_parse_int(in->text, ns) == GO_INT_OK)
        return true;
    if (in->kind == SCALAR_NULL)
        return duration_parse(STR(""), ns, a, error);
    if (in->kind != SCALAR_STRING) {
        *error = scalar_type_error(in, STR(""), field, STR("string"), a);
        return false;
    }
    return duration_parse(in->text, ns, a, error);
}

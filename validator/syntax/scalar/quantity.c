#include "syntax/scalar/quantity.h"

#include "syntax/scalar/decimal.h"
#include "syntax/scalar/goquote.h"

#include <string.h>

enum { NANO = -9, INT64_DIGITS = 18 };

#define FORMAT_ERROR STR("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")

static const struct suffix {
    struct str text;
    int base, exponent;
} SUFFIXES[] = {
    { STR_INIT(""), 10, 0 },   { STR_INIT("n"), 10, -9 }, { STR_INIT("u"), 10, -6 }, { STR_INIT("m"), 10, -3 },
    { STR_INIT("k"), 10, 3 },  { STR_INIT("M"), 10, 6 },  { STR_INIT("G"), 10, 9 },  { STR_INIT("T"), 10, 12 },
    { STR_INIT("P"), 10, 15 }, { STR_INIT("E"), 10, 18 }, { STR_INIT("Ki"), 2, 10 }, { STR_INIT("Mi"), 2, 20 },
    { STR_INIT("Gi"), 2, 30 }, { STR_INIT("Ti"), 2, 40 }, { STR_INIT("Pi"), 2, 50 }, { STR_INIT("Ei"), 2, 60 },
};

static const struct decimal ONE = { STR_INIT("1"), 0 }, KIBI = { STR_INIT("1024"), 0 },
                            MOST = { STR_INIT("9223372036854775807"), 0 };

/* What was written, taken apart. */
struct parts {
    bool negative;
    struct str number; /* with its sign */
    struct str whole;  /* digits before the point without zeros in front, "0" when there are none */
    struct str after;  /* digits after the point */
    struct str suffix;
    int base;
    int32_t exponent; /* of the suffix, in base */
    enum quantity_format format;
};

/* Go's int32 arithmetic. */
static int32_t wrap(int64_t n)
{
    uint32_t bits = (uint32_t)(uint64_t)n;

    return bits > INT32_MAX ? (int32_t)(bits - INT32_MAX - 1) + INT32_MIN : (int32_t)bits;
}

static size_t skip(struct str s, size_t at, const char *set)
{
    while (at < s.len && s.p[at] && strchr(set, s.p[at]))
        at++;
    return at;
}

/* Go's parseQuantityString: every part may be empty. */
static bool split(struct str s, struct parts *p)
{
    static const char DIGITS[] = "0123456789";
    size_t at = s.len && (s.p[0] == '-' || s.p[0] == '+'), start;

    *p = (struct parts){ .negative = s.len && s.p[0] == '-', .after = STR(""), .suffix = STR("") };
    start = skip(s, at, "0");
    at = skip(s, start, DIGITS);
    p->whole = start < at ? str_slice(s, start, at) : STR("0");
    if (start == s.len) {
        p->number = STR("0");
        return true;
    }
    if (at < s.len && s.p[at] == '.') {
        start = at + 1;
        at = skip(s, start, DIGITS);
        p->after = str_slice(s, start, at);
    }
    p->number = str_slice(s, 0, at);
    p->suffix = str_from(s, at);
    at = skip(s, at, "eEinumkKMGTP");
    at += at < s.len && (s.p[at] == '-' || s.p[at] == '+');
    return skip(s, at, DIGITS) == s.len;
}

/* Go's suffixHandler.interpret. */
static bool read_suffix(struct parts *p)
{
    int64_t exponent;

    for (size_t i = 0; i < COUNT_OF(SUFFIXES); i++)
        if (str_eq(p->suffix, SUFFIXES[i].text)) {
            p->base = SUFFIXES[i].base;
            p->exponent = SUFFIXES[i].exponent;
            p->format = p->base == 10 ? QUANTITY_DECIMAL_SI : QUANTITY_BINARY_SI;
            return true;
        }
    if (p->suffix.len < 2 || (p->suffix.p[0] != 'e' && p->suffix.p[0] != 'E') ||
        go_parse_int(str_from(p->suffix, 1), &exponent) != GO_INT_OK)
        return false;
    p->base = 10;
    p->exponent = wrap(exponent);
    p->format = QUANTITY_DECIMAL_EXPONENT;
    return true;
}

/* Digits that the short form surely has room for, beyond those written; below 0 the long form is taken. */
static int64_t spare_digits(const struct parts *p)
{
    if (p->base == 10)
        return (int64_t)INT64_DIGITS - (int64_t)p->whole.len - (int64_t)p->after.len;
    return p->after.len ? -1 : 14 - (int64_t)p->whole.len - p->exponent * 3 / 10;
}

/* Whether Go prints the text again instead of a canonical form: a rough guess that it is one already. */
static bool prints_again(const struct parts *p, struct str digits, int64_t value, int32_t scale)
{
    if (p->base == 2)
        return value & 7;
    return scale % 3 == 0 && !str_ends(digits, STR("000")) && digits.p[0] != '0';
}

static bool take_short(const struct parts *p, struct str in, struct arena *a, struct quantity *out)
{
    struct str digits = ARENA_JOIN(a, p->whole, p->after);
    int32_t scale = wrap((p->base == 10 ? (int64_t)p->exponent : 0) - (int64_t)p->after.len);
    int64_t value, product;

    if (scale < NANO || go_parse_int(digits, &value) != GO_INT_OK)
        return false;
    if (__builtin_mul_overflow(value, p->base == 2 ? (int64_t)1 << p->exponent : 1, &product))
        return false;
    *out = (struct quantity){ .format = p->format, .value = product, .scale = scale };
    if (p->negative)
        out->value = -product;
    if (prints_again(p, digits, value, scale))
        out->text = in;
    return true;
}

/* Rounds what is finer than a nano up, and cuts a binary quantity down to 2^63-1. */
static bool take_long(const struct parts *p, struct arena *a, struct quantity *out)
{
    struct decimal d = { decimal_trim(ARENA_JOIN(a, p->whole, p->after)), 0 };
    int32_t places = wrap((int64_t)p->after.len);

    if (skip(p->number, 0, "+-.") == p->number.len)
        return false;
    if (p->base == 10)
        places = wrap((int64_t)places - p->exponent);
    else
        d = decimal_times(d, (uint64_t)1 << p->exponent, a);
    d.exponent = -(int64_t)places;
    if (!decimal_is_zero(d))
        d = decimal_round_up(d, NANO, a);
    *out = (struct quantity){ .format = p->format, .negative = p->negative };
    if (p->base == 2 && decimal_compare(d, MOST) > 0) {
        d = MOST;
        out->capped = true;
    }
    if (p->base == 2 && !decimal_is_zero(d) && decimal_compare(d, ONE) < 0)
        out->format = QUANTITY_DECIMAL_SI;
    out->digits = d.digits;
    out->exponent = d.exponent;
    return true;
}

bool quantity_parse(struct str in, struct arena *a, struct quantity *out, struct str *error)
{
    struct parts p;

    *out = (struct quantity){ .format = QUANTITY_DECIMAL_SI, .text = in };
    if (str_eq(in, STR("0")))
        return true;
    *error = FORMAT_ERROR;
    if (in.len == 0 || !split(in, &p))
        return false;
    *error = STR("unable to parse quantity's suffix");
    if (!read_suffix(&p))
        return false;
    *error = STR("unable to parse numeric part of quantity");
    if ((spare_digits(&p) < 0 || !take_short(&p, in, a, out)) && !take_long(&p, a, out))
        return false;
    *error = STR("");
    return true;
}

bool quantity_decode(const struct scalar *in, struct arena *a, struct quantity *out, struct str *error)
{
    struct str raw = scalar_raw(in, a);

    if (in->kind == SCALAR_NULL) {
        *out = (struct quantity){ .format = QUANTITY_NONE };
        return true;
    }
    if (raw.len >= 2 && raw.p[0] == '"' && raw.p[raw.len - 1] == '"')
        raw = str_slice(raw, 1, raw.len - 1);
    return quantity_parse(go_trim_space(raw), a, out, error);
}

int quantity_sign(const struct quantity *q)
{
    if (q->digits.p)
        return str_eq(q->digits, STR("0")) ? 0 : q->negative ? -1 : 1;
    return (q->value > 0) - (q->value < 0);
}

static struct decimal magnitude(const struct quantity *q, struct arena *a)
{
    if (q->digits.p)
        return (struct decimal){ q->digits, q->exponent };
    return (struct decimal){ decimal_digits(q->value < 0 ? 0 - (uint64_t)q->value : (uint64_t)q->value, a), q->scale };
}

int quantity_compare(const struct quantity *a, const struct quantity *b)
{
    int sign = quantity_sign(a), other = quantity_sign(b), order;
    struct arena scratch = { 0 };

    if (sign != other)
        return sign < other ? -1 : 1;
    order = decimal_compare(magnitude(a, &scratch), magnitude(b, &scratch));
    arena_free(&scratch);
    order = (order > 0) - (order < 0);
    return sign < 0 ? -order : order;
}

static struct str suffix_text(int base, int32_t exponent)
{
    for (size_t i = 0; i < COUNT_OF(SUFFIXES); i++)
        if (SUFFIXES[i].base == base && SUFFIXES[i].exponent == exponent)
            return SUFFIXES[i].text;
    /* Go prints nothing for 10^21 and more: "1000E" becomes "1". */
    return STR("");
}

/* Digits and an exponent that is a multiple of three, with as few digits as that allows. */
static struct str decimal_form(struct decimal d, enum quantity_format format, struct arena *a)
{
    struct str digits = d.digits, zeros;
    int32_t exponent;

    while (digits.len > 1 && digits.p[digits.len - 1] == '0')
        digits.len--;
    exponent = wrap(d.exponent + (int64_t)(d.digits.len - digits.len));
    zeros = str_slice(STR("00"), 0, (size_t)((exponent % 3 + 3) % 3));
    exponent = wrap((int64_t)exponent - (int64_t)zeros.len);
    if (format == QUANTITY_DECIMAL_SI)
        return ARENA_JOIN(a, digits, zeros, suffix_text(10, exponent));
    if (exponent == 0)
        return ARENA_JOIN(a, digits, zeros);
    return ARENA_JOIN(a, digits, zeros, STR("e"), go_itoa(a, exponent));
}

static struct str binary_form(uint64_t n, struct arena *a)
{
    int32_t exponent = 0;

    for (; n >= 1024 && n % 1024 == 0; n /= 1024)
        exponent += 10;
    return ARENA_JOIN(a, decimal_digits(n, a), suffix_text(2, exponent));
}

struct str quantity_string(const struct quantity *q, struct arena *a)
{
    struct decimal d = magnitude(q, a);
    enum quantity_format format = q->format;
    uint64_t whole;
    bool exact;

    if (q->text.len)
        return q->text;
    if (decimal_is_zero(d))
        return STR("0");
    if (format == QUANTITY_BINARY_SI) {
        whole = decimal_low_bits(d, &exact);
        if (exact && decimal_compare(d, KIBI) >= 0)
            return ARENA_JOIN(a, quantity_sign(q) < 0 ? STR("-") : STR(""), binary_form(whole, a));
        format = QUANTITY_DECIMAL_SI;
    }
    return ARENA_JOIN(a, quantity_sign(q) < 0 ? STR("-") : STR(""), decimal_form(d, format, a));
}

static int64_t as_int64(uint64_t bits, bool negative)
{
    if (negative)
        bits = 0 - bits;
    return bits > INT64_MAX ? (int64_t)(bits - INT64_MAX - 1) + INT64_MIN : (int64_t)bits;
}

/* value * 10^n as Go's positiveScaleInt64 has it: some powers wrap on overflow, the others give 0. */
static int64_t scale_up(int64_t value, int32_t n)
{
    bool wraps = n == 1 || n == 2 || n == 3 || n == 6 || n == 9, over = false;
    uint64_t bits = (uint64_t)value;

    for (int32_t i = 0; i < n && bits != 0 && !over; i++) {
        over = !wraps && __builtin_mul_overflow(value, 10, &value);
        bits *= 10;
    }
    return over ? 0 : as_int64(bits, false);
}

/* value / 10^n, away from zero. */
static int64_t scale_down(int64_t value, int32_t n)
{
    bool fraction = false, negative = value < 0;

    for (int32_t i = 0; i < n && value != 0; i++) {
        fraction = fraction || value % 10 != 0;
        value /= 10;
    }
    return value + (!fraction ? 0 : negative ? -1 : 1);
}

/* Go's scaledValue on what it holds as an integer with 9 places (none when it was cut down). Negative
 * numbers are truncated and then still counted up by one. */
static int64_t scaled_long(const struct quantity *q, int scale)
{
    int places = q->capped ? 0 : -NANO, drop = places + scale;
    struct decimal d = { q->digits, q->exponent + places };
    int64_t unscaled, power = 1, result;
    bool exact;

    unscaled = as_int64(decimal_low_bits(d, &exact), q->negative);
    for (int i = 0; i < (drop < 0 ? -drop : drop); i++)
        power *= 10;
    if (drop <= 0)
        return as_int64((uint64_t)unscaled * (uint64_t)power, false);
    if (q->negative || decimal_compare(d, MOST) < 0)
        return unscaled / power + (unscaled % power != 0);
    d.exponent -= drop;
    result = as_int64(decimal_low_bits(d, &exact), false);
    return exact ? result : as_int64((uint64_t)result + 1, false);
}

int64_t quantity_scaled_value(const struct quantity *q, int scale)
{
    if (q->digits.p)
        return quantity_sign(q) == 0 ? 0 : scaled_long(q, scale);
    if (q->scale < scale)
        return scale_down(q->value, wrap((int64_t)scale - q->scale));
    return scale_up(q->value, wrap((int64_t)q->scale - scale));
}

/* Floating point numbers: strconv.AppendFloat's forms, and the flags that package fmt adds. */
#include "syntax/template/fmt_state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHORTEST = -1, MOST_DIGITS = 17, MANTISSA_BITS = 52, BIAS = 1023 };

/* 0.d1d2d3... times ten to the power of point. */
struct decimal {
    char digits[MOST_DIGITS + 1];
    int count, point;
};

static bool reads_back(const struct decimal *d, double v)
{
    char text[64];

    snprintf(text, sizeof text, "0.%.*se%d", d->count, d->digits, d->point);
    return strtod(text, NULL) == v;
}

/* One more in the last place. */
static void step_up(struct decimal *d)
{
    int i = d->count - 1;

    while (i >= 0 && d->digits[i] == '9')
        d->digits[i--] = '0';
    if (i >= 0) {
        d->digits[i]++;
        return;
    }
    d->digits[0] = '1';
    d->point++;
}

/* The fewest digits that read back as v > 0. The nearest decimal of each length is tried, and the one above
 * it: below a power of two the gap to the next number is half as wide as above it. */
static struct decimal shortest(double v)
{
    struct decimal d, above;
    char text[64];

    for (int n = 1;; n++) {
        snprintf(text, sizeof text, "%.*e", n - 1, v);
        d = (struct decimal){ .count = n, .point = atoi(strchr(text, 'e') + 1) + 1 };
        d.digits[0] = text[0];
        if (n > 1)
            memcpy(d.digits + 1, text + 2, (size_t)n - 1);
        if (n >= MOST_DIGITS || reads_back(&d, v))
            break;
        above = d;
        step_up(&above);
        if (reads_back(&above, v))
            return above;
    }
    while (d.count > 1 && d.digits[d.count - 1] == '0')
        d.count--;
    return d;
}

static void put_exponent(struct buf *b, char mark, int exponent)
{
    buf_printf(b, "%c%c%02d", mark, exponent < 0 ? '-' : '+', abs(exponent));
}

/* %g with as many digits as needed, which goes over to %e where a precision of 6 would. */
static void put_shortest(struct buf *b, double v, char mark)
{
    struct decimal d = { .digits = "0", .count = 1, .point = 1 };

    if (v > 0)
        d = shortest(v);
    if (d.point - 1 < -4 || d.point - 1 >= 6) {
        buf_char(b, d.digits[0]);
        if (d.count > 1)
            buf_printf(b, ".%.*s", d.count - 1, d.digits + 1);
        put_exponent(b, mark, d.point - 1);
        return;
    }
    if (d.point <= 0)
        buf_put(b, STR("0."));
    for (int i = d.point; i < 0; i++)
        buf_char(b, '0');
    for (int i = 0; i < d.count || i < d.point; i++) {
        if (i == d.point && i > 0)
            buf_char(b, '.');
        buf_char(b, i < d.count ? d.digits[i] : '0');
    }
}

static bool is_upper(uint32_t verb)
{
    return verb == 'E' || verb == 'G' || verb == 'X';
}

/* %b: the mantissa as an integer, and the power of two. */
static void put_binary(struct buf *b, double v)
{
    int exponent;
    double mantissa = ldexp(frexp(v, &exponent), MANTISSA_BITS + 1);

    if (v == 0 || v < ldexp(1, 1 - BIAS)) {
        mantissa = ldexp(v, BIAS + MANTISSA_BITS - 1);
        exponent = 1 - BIAS + 1;
    }
    exponent -= MANTISSA_BITS + 1;
    buf_printf(b, "%.0fp%c%d", mantissa, exponent < 0 ? '-' : '+', abs(exponent));
}

/* Rounds a mantissa of 1 bit before and 60 bits after the point to n hexadecimal places, half to even. */
static uint64_t round_hex(uint64_t mantissa, size_t n)
{
    unsigned shift = n >= 15 ? 0 : (unsigned)(60 - 4 * n);
    uint64_t extra, half;

    if (shift == 0)
        return mantissa;
    extra = mantissa & ((UINT64_C(1) << shift) - 1);
    half = UINT64_C(1) << (shift - 1);
    mantissa >>= shift;
    mantissa += extra > half || (extra == half && (mantissa & 1));
    return mantissa << shift;
}

/* %x: 0x1.8p+03. */
static void put_hex(struct buf *b, double v, bool upper, bool precise, size_t precision)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    int exponent = 0;
    uint64_t mantissa = (uint64_t)ldexp(frexp(v, &exponent), 61);
    size_t places = 0;

    exponent = v == 0 ? 0 : exponent - 1;
    if (precise)
        mantissa = round_hex(mantissa, precision);
    if (mantissa >> 61) {
        mantissa >>= 1;
        exponent++;
    }
    buf_printf(b, "0%c%u", upper ? 'X' : 'x', (unsigned)(mantissa >> 60));
    for (mantissa <<= 4; precise ? places < precision : mantissa != 0; mantissa <<= 4) {
        if (places++ == 0)
            buf_char(b, '.');
        buf_char(b, digits[mantissa >> 60]);
    }
    put_exponent(b, upper ? 'P' : 'p', exponent);
}

/* The digits of v >= 0 as strconv.AppendFloat writes them; precise: the precision counts. */
static void put_digits(struct buf *b, double v, uint32_t verb, bool precise, int precision)
{
    if (verb == 'b')
        put_binary(b, v);
    else if (verb == 'x' || verb == 'X')
        put_hex(b, v, verb == 'X', precise, (size_t)precision);
    else if (verb == 'f' || verb == 'F')
        buf_printf(b, "%.*f", precision, v);
    else if (verb == 'e')
        buf_printf(b, "%.*e", precision, v);
    else if (verb == 'E')
        buf_printf(b, "%.*E", precision, v);
    else if (!precise)
        put_shortest(b, v, is_upper(verb) ? 'E' : 'e');
    else if (is_upper(verb))
        buf_printf(b, "%.*G", precision, v);
    else
        buf_printf(b, "%.*g", precision, v);
}

/* The # flag: a decimal point in any case, and with %g the zeros that were left out. */
static void put_sharp(struct buf *b, struct str digits, uint32_t verb, int wanted)
{
    bool hex = verb == 'x' || verb == 'X', point = false, significant = false;
    size_t end = 0;

    for (; end < digits.len; end++) {
        char c = digits.p[end];
        if (c == 'p' || c == 'P' || (!hex && (c == 'e' || c == 'E')))
            break;
        point |= c == '.';
        significant |= c != '0' && c != '.';
        wanted -= significant && c != '.';
    }
    buf_put(b, str_slice(digits, 0, end));
    if (!point) {
        wanted -= end == 1 && digits.p[0] == '0';
        buf_char(b, '.');
    }
    for (; wanted > 0; wanted--)
        buf_char(b, '0');
    buf_put(b, str_from(digits, end));
}

static void put_number(struct fmt *f, struct buf *b, double v, uint32_t verb)
{
    bool general = verb == 'g' || verb == 'G' || verb == 'x' || verb == 'X';
    int precision = f->precision_present ? (int)f->precision : general || verb == 'b' ? SHORTEST : 6;
    struct buf digits = { 0 };

    put_digits(&digits, v, verb, precision != SHORTEST, precision);
    if (f->sharp && verb != 'b')
        put_sharp(b, buf_str(&digits), verb, general && verb != 'X' ? (precision < 0 ? 6 : precision) : 0);
    else
        buf_put(b, buf_str(&digits));
    buf_free(&digits);
}

/* Infinities and NaN do not look like numbers: no zeros go before them, and NaN has no sign unless asked for.
 */
static void special(struct fmt *f, double v, char sign)
{
    struct buf b = { 0 };
    bool zero = f->zero;

    if (!isnan(v) || f->plus || f->space)
        buf_char(&b, sign);
    buf_put(&b, isnan(v) ? STR("NaN") : STR("Inf"));
    f->zero = false;
    fmt_pad(f, buf_str(&b));
    f->zero = zero;
    buf_free(&b);
}

static void put_float(struct fmt *f, double v, uint32_t verb)
{
    char sign = signbit(v) && !isnan(v) ? '-' : f->space && !f->plus ? ' ' : '+';
    struct buf b = { 0 };

    if (isnan(v) || isinf(v)) {
        special(f, v, sign);
        return;
    }
    if (f->plus || sign != '+')
        buf_char(&b, sign);
    put_number(f, &b, fabs(v), verb);
    if (b.p[0] == sign && f->zero && !f->minus && f->width_present && f->width > b.len) {
        fmt_put(f, (struct str){ &sign, 1 }); /* the zeros go between sign and digits */
        fmt_padding(f, f->width - b.len);
        fmt_put(f, str_from(buf_str(&b), 1));
    } else {
        fmt_pad(f, buf_str(&b));
    }
    buf_free(&b);
}

static bool is_float_verb(uint32_t verb)
{
    return verb < 128 && verb > 0 && strchr("vbgGxXfFeE", (int)verb) != NULL;
}

void fmt_float(struct fmt *f, double v, uint32_t verb)
{
    if (is_float_verb(verb))
        put_float(f, v, verb == 'v' ? 'g' : verb);
    else
        fmt_bad_verb(f, verb);
}

void fmt_complex(struct fmt *f, struct template_complex c, uint32_t verb)
{
    bool plus = f->plus;

    if (!is_float_verb(verb)) {
        fmt_bad_verb(f, verb);
        return;
    }
    fmt_put(f, STR("("));
    fmt_float(f, c.re, verb);
    f->plus = true;
    fmt_float(f, c.im, verb);
    fmt_put(f, STR("i)"));
    f->plus = plus;
}

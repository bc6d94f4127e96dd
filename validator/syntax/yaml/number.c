#include "syntax/yaml/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Digits of one base, all of s, at least one unless empty is fine. */
static bool parse_digits(struct str s, unsigned base, bool empty, uint64_t *value)
{
    uint64_t v = 0;

    if (s.len == 0)
        return empty;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)digit_of(s.p[i]);
        if (digit >= base || __builtin_mul_overflow(v, (uint64_t)base, &v) ||
            __builtin_add_overflow(v, (uint64_t)digit, &v))
            return false;
    }
    *value = v;
    return true;
}

/* strconv.ParseUint with base 0. */
static bool parse_magnitude(struct str s, uint64_t *value)
{
    *value = 0;
    if (s.len == 0)
        return false;
    if (s.p[0] != '0')
        return parse_digits(s, 10, false, value);
    if (s.len >= 3) {
        char c = (char)(s.p[1] | 0x20);
        unsigned base = c == 'b' ? 2 : c == 'o' ? 8 : c == 'x' ? 16 : 0;
        if (base)
            return parse_digits(str_from(s, 2), base, false, value);
    }
    return parse_digits(str_from(s, 1), 8, true, value);
}

static bool in_range(bool negative, uint64_t magnitude)
{
    return negative ? magnitude <= (uint64_t)1 << 63 : magnitude >> 63 == 0;
}

bool number_integer(struct str s, bool *negative, uint64_t *magnitude)
{
    bool sign = s.len && (s.p[0] == '-' || s.p[0] == '+');

    *negative = sign && s.p[0] == '-';
    if (!parse_magnitude(sign ? str_from(s, 1) : s, magnitude))
        return false;
    return in_range(*negative, *magnitude) || !sign;
}

bool number_binary(struct str s, bool *negative, uint64_t *magnitude)
{
    bool sign;

    *negative = str_starts(s, STR("-0b"));
    if (*negative)
        return parse_digits(str_from(s, 3), 2, false, magnitude) && in_range(true, *magnitude);
    if (!str_starts(s, STR("0b")))
        return false;
    s = str_from(s, 2);
    sign = s.len && (s.p[0] == '-' || s.p[0] == '+');
    *negative = sign && s.p[0] == '-';
    return parse_digits(sign ? str_from(s, 1) : s, 2, false, magnitude) && (in_range(*negative, *magnitude) || !sign);
}

static size_t count_digits(struct str s, size_t i)
{
    size_t n = 0;

    while (i + n < s.len && s.p[i + n] >= '0' && s.p[i + n] <= '9')
        n++;
    return n;
}

bool number_looks_float(struct str s)
{
    size_t i = s.len && (s.p[0] == '-' || s.p[0] == '+'), whole = count_digits(s, i), part = 0;

    i += whole;
    if (i < s.len && s.p[i] == '.') {
        part = count_digits(s, i + 1);
        i += 1 + part;
    }
    if (whole == 0 && part == 0)
        return false;
    if (i < s.len && (s.p[i] | 0x20) == 'e') {
        size_t digits;
        i++;
        i += i < s.len && (s.p[i] == '-' || s.p[i] == '+');
        digits = count_digits(s, i);
        if (digits == 0)
            return false;
        i += digits;
    }
    return i == s.len;
}

bool number_float(struct str s, double *value)
{
    char stack[128], *copy = s.len < sizeof stack ? stack : malloc(s.len + 1);

    if (!copy)
        abort();
    memcpy(copy, s.p, s.len);
    copy[s.len] = '\0';
    *value = strtod(copy, NULL);
    if (copy != stack)
        free(copy);
    return isfinite(*value);
}

/* Shortest digits that give the same float back, and the decimal exponent of the first. */
struct decimal {
    char digits[24];
    int count, exponent;
    bool negative;
};

static bool same(double a, double b, bool narrow)
{
    return narrow ? (float)a == (float)b : a == b;
}

static double back(const char *text, bool narrow)
{
    return narrow ? (double)strtof(text, NULL) : strtod(text, NULL);
}

/* One more in the last digit; false when that carries over the first. */
static bool one_up(char *digits, int count)
{
    int i = count - 1;

    while (i >= 0 && digits[i] == '9')
        digits[i--] = '0';
    if (i < 0)
        return false;
    digits[i]++;
    return true;
}

static void split(const char *text, struct decimal *d, int count)
{
    d->count = count;
    d->digits[0] = text[0];
    memcpy(d->digits + 1, text + 2, (size_t)count - 1);
    d->exponent = atoi(strchr(text, 'e') + 1);
}

static void shortest(double v, bool narrow, struct decimal *d)
{
    d->negative = signbit(v);
    v = fabs(v);
    for (int count = 1; count <= 17; count++) {
        char text[40], up[40];
        snprintf(text, sizeof text, "%.*e", count - 1, v);
        split(text, d, count);
        if (same(back(text, narrow), v, narrow))
            break;
        /* Above a power of two the next digit up may come back where the nearest one does not. */
        if (one_up(d->digits, count)) {
            snprintf(up, sizeof up, "%c.%.*se%d", d->digits[0], count - 1, d->digits + 1, d->exponent);
            if (same(back(up, narrow), v, narrow))
                break;
        }
    }
    while (d->count > 1 && d->digits[d->count - 1] == '0')
        d->count--;
}

static size_t put_exponent(char *out, const struct decimal *d, int width)
{
    size_t n = 0;

    out[n++] = d->digits[0];
    if (d->count > 1) {
        out[n++] = '.';
        memcpy(out + n, d->digits + 1, (size_t)d->count - 1);
        n += (size_t)d->count - 1;
    }
    n += (size_t)sprintf(out + n, "e%c%0*d", d->exponent < 0 ? '-' : '+', width, abs(d->exponent));
    return n;
}

static size_t put_plain(char *out, const struct decimal *d)
{
    size_t n = 0;

    if (d->exponent < 0) {
        out[n++] = '0';
        out[n++] = '.';
        for (int i = -1; i > d->exponent; i--)
            out[n++] = '0';
    }
    for (int i = 0; i < d->count || i <= d->exponent; i++) {
        if (i == d->exponent + 1 && i > 0 && d->exponent >= 0)
            out[n++] = '.';
        out[n++] = i < d->count ? d->digits[i] : '0';
    }
    return n;
}

struct str number_json(double v, char out[NUMBER_ROOM])
{
    struct decimal d;
    size_t n = 0;
    double size = fabs(v);

    if (isnan(v))
        return STR("NaN");
    if (isinf(v))
        return v > 0 ? STR("+Inf") : STR("-Inf");
    shortest(v, false, &d);
    if (d.negative)
        out[n++] = '-';
    if (v != 0 && (size < 1e-6 || size >= 1e21))
        /* encoding/json cuts e-09 to e-9, and leaves e+09 alone. */
        n += put_exponent(out + n, &d, d.exponent < 0 ? 1 : 2);
    else
        n += put_plain(out + n, &d);
    return (struct str){ out, n };
}

struct str number_general(double v, bool narrow, char out[NUMBER_ROOM])
{
    struct decimal d;
    size_t n = 0;

    if (narrow)
        v = (double)(float)v;
    if (isnan(v))
        return STR("NaN");
    if (isinf(v))
        return v > 0 ? STR("+Inf") : STR("-Inf");
    shortest(v, narrow, &d);
    if (d.negative)
        out[n++] = '-';
    if (v != 0 && (d.exponent < -4 || d.exponent >= 6))
        n += put_exponent(out + n, &d, 2);
    else
        n += put_plain(out + n, &d);
    return (struct str){ out, n };
}

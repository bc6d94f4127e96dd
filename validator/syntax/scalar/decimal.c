#include "syntax/scalar/decimal.h"

#include <string.h>

struct str decimal_trim(struct str digits)
{
    while (digits.len > 1 && digits.p[0] == '0')
        digits = str_from(digits, 1);
    return digits;
}

bool decimal_is_zero(struct decimal d)
{
    return str_eq(d.digits, STR("0"));
}

struct str decimal_digits(uint64_t n, struct arena *a)
{
    char text[24], *p = text + sizeof text;

    do
        *--p = (char)('0' + n % 10);
    while (n /= 10);
    return arena_copy(a, (struct str){ p, (size_t)(text + sizeof text - p) });
}

struct decimal decimal_times(struct decimal d, uint64_t factor, struct arena *a)
{
    size_t room = d.digits.len + 20, at = room;
    char *p = arena_take(a, room);
    uint64_t carry = 0;

    /* 9 * 2^60 and a carry below 2^61 fit. */
    for (size_t i = d.digits.len; i-- > 0;) {
        carry += (uint64_t)(d.digits.p[i] - '0') * factor;
        p[--at] = (char)('0' + carry % 10);
        carry /= 10;
    }
    for (; carry; carry /= 10)
        p[--at] = (char)('0' + carry % 10);
    return (struct decimal){ decimal_trim((struct str){ p + at, room - at }), d.exponent };
}

static bool only_zeros(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] != '0')
            return false;
    return true;
}

struct decimal decimal_round_up(struct decimal d, int64_t exponent, struct arena *a)
{
    uint64_t drop = exponent > d.exponent ? (uint64_t)(exponent - d.exponent) : 0;
    size_t kept = drop < d.digits.len ? d.digits.len - (size_t)drop : 0, i;
    char *p;

    if (drop == 0)
        return d;
    p = arena_take(a, kept + 1);
    p[0] = '0';
    if (kept)
        memcpy(p + 1, d.digits.p, kept);
    if (!only_zeros(str_from(d.digits, kept))) {
        for (i = kept; p[i] == '9'; i--)
            p[i] = '0';
        p[i]++;
    }
    return (struct decimal){ decimal_trim((struct str){ p, kept + 1 }), exponent };
}

int decimal_compare(struct decimal a, struct decimal b)
{
    int64_t above = (int64_t)a.digits.len + a.exponent - (int64_t)b.digits.len - b.exponent;
    size_t common = a.digits.len < b.digits.len ? a.digits.len : b.digits.len;
    int order;

    if (decimal_is_zero(a) || decimal_is_zero(b))
        return decimal_is_zero(b) - decimal_is_zero(a);
    if (above)
        return above < 0 ? -1 : 1;
    order = memcmp(a.digits.p, b.digits.p, common);
    if (order)
        return order;
    return only_zeros(str_from(b.digits, common)) - only_zeros(str_from(a.digits, common));
}

uint64_t decimal_low_bits(struct decimal d, bool *exact)
{
    size_t whole = d.digits.len;
    uint64_t bits = 0;

    if (d.exponent < 0)
        whole = (uint64_t)-d.exponent < whole ? whole - (size_t)-d.exponent : 0;
    *exact = only_zeros(str_from(d.digits, whole));
    for (size_t i = 0; i < whole; i++)
        bits = bits * 10 + (uint64_t)(d.digits.p[i] - '0');
    /* 10^64 is a multiple of 2^64. */
    for (int64_t i = 0; i < d.exponent && bits; i++)
        bits *= 10;
    return bits;
}

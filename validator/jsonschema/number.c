#include "jsonschema/number.h"

#include <string.h>

enum {
    SMALL_DIGITS = 18,       /* fit an uint64 with room for the remainder's arithmetic */
    MOST_LONG_DIGITS = 4096, /* divisor digits and shifts past which long division is refused */
};
static const int64_t MOST_EXPONENT = 1000000000000000;

static size_t digits_at(struct str s, size_t at)
{
    size_t from = at;

    while (at < s.len && s.p[at] >= '0' && s.p[at] <= '9')
        at++;
    return at - from;
}

static bool read_exponent(struct str s, int64_t *exponent)
{
    bool negative = s.len && s.p[0] == '-';
    size_t at = s.len && (s.p[0] == '-' || s.p[0] == '+');
    int64_t n = 0;

    if (at == s.len || digits_at(s, at) != s.len - at)
        return false;
    for (; at < s.len; at++)
        if (n < MOST_EXPONENT)
            n = n * 10 + (s.p[at] - '0');
    if (n > MOST_EXPONENT)
        n = MOST_EXPONENT;
    *exponent = negative ? -n : n;
    return true;
}

static void trim_zeros(struct decimal *d)
{
    while (d->whole.len && d->whole.p[0] == '0')
        d->whole = str_from(d->whole, 1);
    while (d->fraction.len && d->fraction.p[d->fraction.len - 1] == '0') {
        d->fraction.len--;
        d->exponent++;
    }
    while (!d->fraction.len && d->whole.len && d->whole.p[d->whole.len - 1] == '0') {
        d->whole.len--;
        d->exponent++;
    }
    while (!d->whole.len && d->fraction.len && d->fraction.p[0] == '0')
        d->fraction = str_from(d->fraction, 1);
    if (!d->whole.len && !d->fraction.len) {
        d->exponent = 0;
        d->negative = false;
    }
}

bool decimal_read(struct str text, struct decimal *d)
{
    size_t at = text.len && (text.p[0] == '-' || text.p[0] == '+');

    *d = (struct decimal){ .negative = at && text.p[0] == '-' };
    d->whole = str_slice(text, at, at + digits_at(text, at));
    at += d->whole.len;
    if (at < text.len && text.p[at] == '.') {
        at++;
        d->fraction = str_slice(text, at, at + digits_at(text, at));
        at += d->fraction.len;
    }
    if (d->whole.len + d->fraction.len == 0)
        return false;
    if (at < text.len) {
        if ((text.p[at] | 0x20) != 'e' || !read_exponent(str_from(text, at + 1), &d->exponent))
            return false;
    }
    d->exponent -= (int64_t)d->fraction.len;
    trim_zeros(d);
    return true;
}

static size_t digit_count(const struct decimal *d)
{
    return d->whole.len + d->fraction.len;
}

static unsigned digit(const struct decimal *d, size_t i)
{
    return (unsigned)((i < d->whole.len ? d->whole.p[i] : d->fraction.p[i - d->whole.len]) - '0');
}

static int cmp_digits(const struct decimal *a, const struct decimal *b)
{
    size_t n = digit_count(a), m = digit_count(b);

    for (size_t i = 0; i < n && i < m; i++)
        if (digit(a, i) != digit(b, i))
            return digit(a, i) < digit(b, i) ? -1 : 1;
    return n < m ? -1 : n > m;
}

/* Compares without signs: by the place of the first digit, then by the digits. */
static int cmp_size(const struct decimal *a, const struct decimal *b)
{
    int64_t place_a = (int64_t)digit_count(a) + a->exponent, place_b = (int64_t)digit_count(b) + b->exponent;

    if (!digit_count(a) || !digit_count(b))
        return (digit_count(a) != 0) - (digit_count(b) != 0);
    if (place_a != place_b)
        return place_a < place_b ? -1 : 1;
    return cmp_digits(a, b);
}

int decimal_cmp(const struct decimal *a, const struct decimal *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    return a->negative ? -cmp_size(a, b) : cmp_size(a, b);
}

bool decimal_is_whole(const struct decimal *d)
{
    return d->exponent >= 0;
}

uint64_t decimal_hash(const struct decimal *d)
{
    uint64_t h = (uint64_t)d->exponent * 2 + d->negative;

    for (size_t i = 0; i < digit_count(d); i++)
        h = (h ^ digit(d, i)) * 0x100000001b3u;
    return h;
}

bool decimal_uint(const struct decimal *d, uint64_t *value)
{
    *value = 0;
    if (d->negative || !decimal_is_whole(d))
        return false;
    if ((int64_t)digit_count(d) + d->exponent > SMALL_DIGITS) {
        *value = UINT64_MAX;
        return true;
    }
    for (size_t i = 0; i < digit_count(d); i++)
        *value = *value * 10 + digit(d, i);
    for (int64_t i = 0; i < d->exponent; i++)
        *value *= 10;
    return true;
}

static uint64_t mul_mod(uint64_t a, uint64_t b, uint64_t m)
{
    __extension__ typedef unsigned __int128 wide;

    return (uint64_t)((wide)a * b % m);
}

static uint64_t power_of_ten_mod(uint64_t n, uint64_t m)
{
    uint64_t base = 10 % m, result = 1 % m;

    for (; n; n >>= 1, base = mul_mod(base, base, m))
        if (n & 1)
            result = mul_mod(result, base, m);
    return result;
}

static bool small_divides(const struct decimal *a, const struct decimal *of, uint64_t shift)
{
    uint64_t divisor = 0, rest = 0;

    for (size_t i = 0; i < digit_count(of); i++)
        divisor = divisor * 10 + digit(of, i);
    for (size_t i = 0; i < digit_count(a); i++)
        rest = (mul_mod(rest, 10, divisor) + digit(a, i)) % divisor;
    return mul_mod(rest, power_of_ten_mod(shift, divisor), divisor) == 0;
}

/* rest = (rest * 10 + next) modulo the divisor's digits; rest has one digit more than the divisor, the first
 * 0. */
static void shift_in(unsigned char *rest, const unsigned char *divisor, size_t n, unsigned next)
{
    memmove(rest, rest + 1, n);
    rest[n] = (unsigned char)next;
    while (rest[0] || memcmp(rest + 1, divisor, n) >= 0) {
        int borrow = 0;
        for (size_t i = n; i > 0; i--) {
            int digit_left = rest[i] - divisor[i - 1] - borrow;
            borrow = digit_left < 0;
            rest[i] = (unsigned char)(digit_left + 10 * borrow);
        }
        rest[0] = (unsigned char)(rest[0] - borrow);
    }
}

/* Long division on decimal digits, as on paper. */
static bool long_divides(const struct decimal *a, const struct decimal *of, uint64_t shift)
{
    unsigned char rest[MOST_LONG_DIGITS + 1] = { 0 }, divisor[MOST_LONG_DIGITS];
    size_t n = digit_count(of);

    for (size_t i = 0; i < n; i++)
        divisor[i] = (unsigned char)digit(of, i);
    for (size_t i = 0; i < digit_count(a); i++)
        shift_in(rest, divisor, n, digit(a, i));
    for (uint64_t i = 0; i < shift; i++)
        shift_in(rest, divisor, n, 0);
    for (size_t i = 0; i <= n; i++)
        if (rest[i])
            return false;
    return true;
}

enum decimal_multiple decimal_multiple(const struct decimal *a, const struct decimal *of)
{
    uint64_t shift;

    if (digit_count(a) == 0)
        return MULTIPLE_YES;
    /* The last digit of a is not 0, so a number with fewer places after the point can't divide it. */
    if (a->exponent < of->exponent)
        return MULTIPLE_NO;
    shift = (uint64_t)(a->exponent - of->exponent);
    if (digit_count(of) <= SMALL_DIGITS)
        return small_divides(a, of, shift) ? MULTIPLE_YES : MULTIPLE_NO;
    if (digit_count(of) > MOST_LONG_DIGITS || digit_count(a) > MOST_LONG_DIGITS || shift > MOST_LONG_DIGITS)
        return MULTIPLE_TOO_LARGE;
    return long_divides(a, of, shift) ? MULTIPLE_YES : MULTIPLE_NO;
}

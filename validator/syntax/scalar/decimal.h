/* decimal: numbers without sign, as decimal digits and a power of ten, exact at any size. Digits have no
 * zeros in front; zero is the single digit "0". */
#ifndef SYNTAX_SCALAR_DECIMAL_H
#define SYNTAX_SCALAR_DECIMAL_H

#include "base/arena.h"

struct decimal {
    struct str digits;
    int64_t exponent; /* the value is digits * 10^exponent */
};

/* Digits without the zeros in front. */
struct str decimal_trim(struct str digits);
bool decimal_is_zero(struct decimal d);

/* n as digits. */
struct str decimal_digits(uint64_t n, struct arena *a);

/* d * factor; factor is at most 2^60. */
struct decimal decimal_times(struct decimal d, uint64_t factor, struct arena *a);

/* d, up to the next multiple of 10^exponent where it has more places than that. */
struct decimal decimal_round_up(struct decimal d, int64_t exponent, struct arena *a);

/* <0, 0, >0. */
int decimal_compare(struct decimal a, struct decimal b);

/* The last 64 bits of the whole part of d. *exact tells whether d has no other part. */
uint64_t decimal_low_bits(struct decimal d, bool *exact);

#endif

/* decimal: a number of any size as it is written, compared and divided exactly: 0.1 is one tenth, 1.0 is 1,
 * and 1e400 is no infinity. */
#ifndef JSONSCHEMA_NUMBER_H
#define JSONSCHEMA_NUMBER_H

#include "base/str.h"

/* (whole followed by fraction, as digits) times ten to the exponent. Both are slices of the text it was read
 * from, without leading and trailing zeros; zero has no digits, exponent 0 and no sign, so equal numbers have
 * equal digits and exponents however they were written. */
struct decimal {
    struct str whole, fraction;
    int64_t exponent;
    bool negative;
};

/* Reads what JSON and a tape's number nodes write: sign, digits, fraction, exponent; false for anything else.
 * An exponent past 10^15 is taken for 10^15, which no text held in memory can tell apart. */
bool decimal_read(struct str text, struct decimal *d);

int decimal_cmp(const struct decimal *a, const struct decimal *b); /* <0, 0, >0 */
bool decimal_is_whole(const struct decimal *d);
/* Same for numbers that decimal_cmp finds equal. */
uint64_t decimal_hash(const struct decimal *d);
/* The value of a whole number that is not negative, UINT64_MAX for a larger one; false for any other. */
bool decimal_uint(const struct decimal *d, uint64_t *value);

enum decimal_multiple { MULTIPLE_NO, MULTIPLE_YES, MULTIPLE_TOO_LARGE };
/* Whether a is n times of for a whole n; of must be greater than zero. Too large: of has more than 18
 * significant digits and the calculation would take too long. */
enum decimal_multiple decimal_multiple(const struct decimal *a, const struct decimal *of);

#endif

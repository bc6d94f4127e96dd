/* quantity: apimachinery's resource.Quantity, numbers with a unit such as "500m" and "1.5Gi" (name-rules,
 * section 6; catalog A.7). Exact decimal arithmetic of any size, no floats. */
#ifndef SYNTAX_SCALAR_QUANTITY_H
#define SYNTAX_SCALAR_QUANTITY_H

#include "syntax/scalar/scalar.h"

enum quantity_format {
    QUANTITY_NONE, /* the zero Quantity, from null */
    QUANTITY_DECIMAL_SI,
    QUANTITY_BINARY_SI,
    QUANTITY_DECIMAL_EXPONENT,
};

/* Go keeps a quantity in one of two forms, and they overflow in different ways, so both are here: value *
 * 10^scale, or, where digits is not NULL, +-digits * 10^exponent. */
struct quantity {
    enum quantity_format format;
    struct str text; /* what was written, where Go prints that again; else empty */
    int64_t value;   /* the short form */
    int32_t scale;
    struct str digits; /* the long form: decimal, no zeros in front, "0" only as such */
    int64_t exponent;
    bool negative;
    bool capped; /* a binary one that was cut down to 2^63-1, which Go holds with another scale */
};

/* resource.ParseQuantity. On refusal false, with Go's words in *error. Everything else is in the arena or
 * a slice of in. */
bool quantity_parse(struct str in, struct arena *a, struct quantity *out, struct str *error);

/* Quantity.UnmarshalJSON: looks at the raw JSON text, without its quotes and the white space inside them. */
bool quantity_decode(const struct scalar *in, struct arena *a, struct quantity *out, struct str *error);

/* Quantity.String: the canonical form. Go has no suffix above E and then drops the power of ten: "1000E"
 * becomes "1". */
struct str quantity_string(const struct quantity *q, struct arena *a);

/* Sign: -1, 0 or 1. */
int quantity_sign(const struct quantity *q);

/* Cmp: -1, 0 or 1, exact. */
int quantity_compare(const struct quantity *a, const struct quantity *b);

/* ScaledValue(scale), in units of 10^scale, rounded up; 0 is Value, -3 MilliValue; scale is -9 to 9. What
 * does not fit int64 comes out as Go's wrapped or zeroed number: compare first where that matters. */
int64_t quantity_scaled_value(const struct quantity *q, int scale);

#endif

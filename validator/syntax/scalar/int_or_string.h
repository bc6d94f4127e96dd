/* int_or_string: apimachinery's intstr.IntOrString, as in ports and percentages (name-rules, section 6). */
#ifndef SYNTAX_SCALAR_INT_OR_STRING_H
#define SYNTAX_SCALAR_INT_OR_STRING_H

#include "syntax/scalar/scalar.h"

struct int_or_string {
    bool is_string;
    int32_t number;
    struct str text; /* a slice of what was read */
};

/* IntOrString.UnmarshalJSON: any JSON string, or an integer of 32 bits; null is 0. On refusal false, with the
 * words of encoding/json in *error; field is as for scalar_type_error. */
bool int_or_string_decode(const struct scalar *in, struct str field, struct int_or_string *out, struct arena *a,
                          struct str *error);

/* IntOrString.String: the text, or the number in decimal. */
struct str int_or_string_text(const struct int_or_string *v, struct arena *a);

#endif

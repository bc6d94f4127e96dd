/* value_data: documents as template values, the way a Go program holds decoded data: map[string]interface {},
 * []interface {}, string, bool, float64, and int for numbers without fraction and exponent. */
#ifndef SYNTAX_TEMPLATE_VALUE_DATA_H
#define SYNTAX_TEMPLATE_VALUE_DATA_H

#include "syntax/tape.h"
#include "syntax/template/value.h"

/* What node and all below it say, NULL as nil. Strings are slices of the tape's texts. Integers outside int64
 * become float64. A tape must not be deeper than its reader allows. */
struct template_value template_value_tape(struct arena *a, const struct node *node);

#endif

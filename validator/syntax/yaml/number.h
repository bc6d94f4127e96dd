/* number: numbers as Go's strconv reads and prints them, as far as the YAML reader needs. */
#ifndef SYNTAX_YAML_NUMBER_H
#define SYNTAX_YAML_NUMBER_H

#include "base/str.h"

enum { NUMBER_ROOM = 64 };

/* strconv.ParseInt, then ParseUint, with base 0; a magnitude past int64 only without a sign. */
bool number_integer(struct str s, bool *negative, uint64_t *magnitude);
/* What yaml.v2 tries after "0b" and "-0b", which lets a second sign in. */
bool number_binary(struct str s, bool *negative, uint64_t *magnitude);
/* yaml.v2's yamlStyleFloat. */
bool number_looks_float(struct str s);
/* The value of decimal text; false where it is too large for Go. */
bool number_float(struct str s, double *value);

/* As encoding/json prints it; NaN, +Inf and -Inf for what it refuses. The text may lie in out. */
struct str number_json(double v, char out[NUMBER_ROOM]);
/* strconv.FormatFloat(v, 'g', -1, 64), or 32 where narrow. */
struct str number_general(double v, bool narrow, char out[NUMBER_ROOM]);

#endif

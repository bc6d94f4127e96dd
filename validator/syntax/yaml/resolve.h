/* resolve: what a scalar means, as yaml.v2's resolve and decoder.scalar see it. */
#ifndef SYNTAX_YAML_RESOLVE_H
#define SYNTAX_YAML_RESOLVE_H

#include "syntax/yaml/scan.h"

/* Sets kind and text of n from the scalar event. False: *problem is what Go says of the tag (in a), and n is
 * a string. Floats that JSON can't hold get the texts "NaN", "+Inf" and "-Inf". */
bool resolve_scalar(struct arena *a, const struct event *e, struct node *n, struct str *problem);

/* Whether a key is the merge key. */
bool resolve_is_merge(const struct event *e);

#endif

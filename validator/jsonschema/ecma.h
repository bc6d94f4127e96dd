/* ecma: regular expressions as JSON Schema means them (ECMA-262, with Unicode), for a matcher that reads
 * Go's. */
#ifndef JSONSCHEMA_ECMA_H
#define JSONSCHEMA_ECMA_H

#include "base/arena.h"

/* Rewrites what the two dialects write differently: "." (no line end of any kind), \s and \S (all white space
 * of Unicode), \cX, \uXXXX with surrogate pairs, \u{X}, \0, [] and [^], (?<name>, \p{Script=X}. Everything
 * else stays as it is; flags such as (?i), which ECMA-262 lacks, too. *go is in the arena. False with *why
 * (constant) for what Go's matcher can't do: look-around, back-references; and for escapes that ECMA-262 does
 * not have. */
bool ecma_to_go(struct arena *a, struct str pattern, struct str *go, struct str *why);

#endif

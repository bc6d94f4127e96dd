/* translate: a tree as a pattern of PCRE2. Includes PCRE2's header for 8-bit text. */
#ifndef SYNTAX_REGEX_TRANSLATE_H
#define SYNTAX_REGEX_TRANSLATE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/buf.h"
#include "syntax/regex/node.h"

#include <pcre2.h>

/* Whether PCRE2 finds what Go finds: a loop over something that may be empty ends in another place there, and
 * leaves other groups. The tree is simplified. */
bool regex_translatable(const struct regex_node *n);

/* Appends the pattern as PCRE2 takes it with PCRE2_UTF, PCRE2_MULTILINE, PCRE2_ALT_CIRCUMFLEX ((?m)^ matches
 * behind a last newline, too) and LF as newline. Classes and folding are spelt out, as PCRE2's own tables are
 * of another Unicode version than Go's. Stops, incomplete, where the text is too long for PCRE2 anyway. */
void regex_translate(struct buf *out, const struct regex_node *n, int go_minor);

/* Translates and compiles; the caller owns the code. NULL with PCRE2's error where the pattern is too large
 * or too deep for PCRE2; no other error can happen. */
pcre2_code *regex_pcre2_compile(const struct regex_node *n, int go_minor, int *error);

#endif

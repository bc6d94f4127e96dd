/* translate: a tree as a pattern of PCRE2. */
#ifndef SYNTAX_REGEX_TRANSLATE_H
#define SYNTAX_REGEX_TRANSLATE_H

#include "base/buf.h"
#include "syntax/regex/node.h"

/* Whether PCRE2 finds what Go finds: a loop over something that may be empty ends in another place there, and
 * leaves other groups. The tree is simplified. */
bool regex_translatable(const struct regex_node *n);

/* Appends the pattern to out. It is meant for PCRE2_UTF, PCRE2_MULTILINE,
 * PCRE2_ALT_CIRCUMFLEX ((?m)^ matches behind a last newline, too) and LF as newline. Classes and folding are
 * spelt out, as PCRE2's own tables are of another Unicode version than Go's. */
void regex_translate(struct buf *out, const struct regex_node *n, int go_minor);

#endif

/* unicode_table: what Go's package unicode knows, by Go version: named classes and simple case folding. */
#ifndef SYNTAX_REGEX_UNICODE_TABLE_H
#define SYNTAX_REGEX_UNICODE_TABLE_H

#include "syntax/regex/rune_class.h"

/* Adds the class that \p{name} means in Go 1.go_minor (unicode.Categories, unicode.Scripts, Any; since
 * Go 1.25 also ASCII, Assigned, Cn, LC and category aliases, with letter case, blanks, '_' and '-' ignored).
 * The class must be empty before and is clean after. False, and nothing added, when there is no such name. */
bool unicode_class(struct rune_class *c, struct str name, int go_minor);

/* The next code point of rune's case folding orbit, cyclically; rune itself when it folds to nothing else
 * (Go's unicode.SimpleFold up to the order in which an orbit is walked). */
uint32_t unicode_fold_next(uint32_t rune, int go_minor);
/* Adds everything that lo to hi fold to, lo to hi included. The class need not be clean after it. */
void unicode_add_folded(struct rune_class *c, uint32_t lo, uint32_t hi, int go_minor);

#endif

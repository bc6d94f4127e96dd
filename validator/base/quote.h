/* quote: Go's quoted forms, as %q and many of its error texts show values (package strconv). */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include "base/arena.h"
#include "base/buf.h"

enum quote_style { QUOTE_UNICODE, QUOTE_ASCII };

/* s between double quotes: strconv.Quote, or QuoteToASCII. Invalid UTF-8 is shown byte by byte as \x escapes. */
void buf_quote(struct buf *b, struct str s, enum quote_style style);
/* cp between single quotes: strconv.QuoteRune, or QuoteRuneToASCII. What is no code point shows as U+FFFD. */
void buf_quote_char(struct buf *b, uint32_t cp, enum quote_style style);
/* strconv.Quote into the arena. */
struct str arena_quote(struct arena *a, struct str s);
/* strconv.CanBackquote: whether s can stand between back quotes, unchanged and on one line. */
bool quote_can_backquote(struct str s);

#endif

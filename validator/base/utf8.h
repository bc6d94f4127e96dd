/* utf8: code points in bytes, as Go's unicode/utf8 counts them. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"

#define UTF8_BAD 0xFFFDu

/* The code point at the start of s, and how many bytes it takes in *width. An invalid or short sequence gives
 * UTF8_BAD with width 1 (Go's DecodeRune); the empty string gives UTF8_BAD with width 0. */
uint32_t utf8_decode(struct str s, size_t *width);
/* Writes cp as 1 to 4 bytes and returns how many; a surrogate or a value past U+10FFFF is written as U+FFFD. */
size_t utf8_encode(uint32_t cp, char out[4]);
/* Code points in s; each invalid byte counts as one. */
size_t utf8_count(struct str s);
bool utf8_valid(struct str s);
/* Appends s, with U+FFFD for each byte that is not UTF-8. */
void utf8_mend(struct buf *out, struct str s);

#endif

/* hex: bytes as hexadecimal digits, two a byte, lower case. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "base/arena.h"

/* The digits of n bytes, in the arena. */
struct str hex_of(struct arena *a, const unsigned char *bytes, size_t n);
/* Fills n bytes; false unless text is exactly 2 * n lower-case digits. */
bool hex_parse(struct str text, unsigned char *bytes, size_t n);

#endif

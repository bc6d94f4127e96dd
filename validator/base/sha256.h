/* sha256: the digest that seals and saved states stand on (FIPS 180-4, by libcrypto). */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/arena.h"

enum { SHA256_BYTES = 32 };

struct sha256 {
    unsigned char bytes[SHA256_BYTES];
};

/* Of the bytes. False, with a zeroed digest, where libcrypto refuses. */
bool sha256_of(struct str bytes, struct sha256 *digest);
bool sha256_eq(const struct sha256 *a, const struct sha256 *b);

/* 64 lower-case hexadecimal digits, in the arena, and back; false for anything else. */
struct str sha256_hex(struct arena *a, const struct sha256 *digest);
bool sha256_parse(struct str hex, struct sha256 *digest);

#endif

/* fingerprint: 128 bits that stand for bytes, to tell whether two things are equal without keeping them. Stable for
 * ever, because saved states hold them. Not proof against somebody who makes collisions on purpose: what must be is
 * told apart by SHA-256. */
#ifndef BASE_FINGERPRINT_H
#define BASE_FINGERPRINT_H

#include "base/str.h"

/* Both 0 stands for "not known"; the fingerprint of nothing at all is not that. */
struct fingerprint {
    uint64_t high, low;
};

/* Of the bytes. */
struct fingerprint fingerprint_of(struct str bytes);
/* Of a followed by b: another one than of b followed by a. */
struct fingerprint fingerprint_then(struct fingerprint a, struct fingerprint b);
/* Of a set that has a and b among its members, whatever their order. */
struct fingerprint fingerprint_with(struct fingerprint a, struct fingerprint b);

bool fingerprint_known(struct fingerprint f);
bool fingerprint_eq(struct fingerprint a, struct fingerprint b);

#endif

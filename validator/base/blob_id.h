/* blob_id: the name that git gives to the bytes of a file. Equal ids mean equal bytes, so that a file whose id is known
 * need not be read to see that it did not change. */
#ifndef BASE_BLOB_ID_H
#define BASE_BLOB_ID_H

#include "base/str.h"

struct blob_id {
    unsigned char bytes[20]; /* SHA-1 */
};

/* SHA-1 of "blob ", the length in decimal, NUL, and the bytes (git's object format). False where libcrypto refuses
 * SHA-1. */
bool blob_id_of(struct str bytes, struct blob_id *id);
/* The same of an object of another kind: "tree". */
bool object_id_of(const char *kind, struct str bytes, struct blob_id *id);
bool blob_id_eq(const struct blob_id *a, const struct blob_id *b);

#endif

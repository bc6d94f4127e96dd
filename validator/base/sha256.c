#include "base/sha256.h"

#include "base/hex.h"

#include <openssl/evp.h>
#include <string.h>

bool sha256_of(struct str bytes, struct sha256 *digest)
{
    unsigned len = 0;

    *digest = (struct sha256){ { 0 } };
    return EVP_Digest(bytes.len ? bytes.p : "", bytes.len, digest->bytes, &len, EVP_sha256(), NULL) == 1 &&
           len == SHA256_BYTES;
}

bool sha256_eq(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->bytes, b->bytes, SHA256_BYTES) == 0;
}

struct str sha256_hex(struct arena *a, const struct sha256 *digest)
{
    return hex_of(a, digest->bytes, SHA256_BYTES);
}

bool sha256_parse(struct str hex, struct sha256 *digest)
{
    return hex_parse(hex, digest->bytes, SHA256_BYTES);
}

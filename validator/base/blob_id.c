#include "base/blob_id.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

bool object_id_of(const char *kind, struct str bytes, struct blob_id *id)
{
    char head[32];
    int len = snprintf(head, sizeof head, "%s %zu", kind, bytes.len) + 1; /* its NUL is hashed too */
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool ok = c && EVP_DigestInit_ex(c, EVP_sha1(), NULL) && EVP_DigestUpdate(c, head, (size_t)len) &&
              EVP_DigestUpdate(c, bytes.p, bytes.len) && EVP_DigestFinal_ex(c, id->bytes, NULL);

    EVP_MD_CTX_free(c);
    return ok;
}

bool blob_id_of(struct str bytes, struct blob_id *id)
{
    return object_id_of("blob", bytes, id);
}

bool blob_id_eq(const struct blob_id *a, const struct blob_id *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

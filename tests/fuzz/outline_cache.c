/* Kept outlines: bytes as they are, and as a record behind a right name and digest. Whatever is accepted is written
 * again and read as as many entries. */
#include "prow/files/outline_cache.h"
#include "base/sha256.h"

#include <stdlib.h>

static void try_bytes(struct str bytes)
{
    struct outline_cache c, again;
    struct buf out = { 0 };

    outline_cache_read(&c, bytes);
    if (!outline_cache_write(&c, &out))
        abort();
    outline_cache_read(&again, buf_str(&out));
    if (again.by_id.count != c.by_id.count)
        abort();
    outline_cache_free(&again);
    outline_cache_free(&c);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str record = { (const char *)data, size };
    struct buf framed = { 0 };
    struct sha256 digest;

    try_bytes(record);
    if (!sha256_of(record, &digest))
        abort();
    buf_put(&framed, STR("prowgate outlines 1\n"));
    buf_put(&framed, (struct str){ (const char *)digest.bytes, SHA256_BYTES });
    buf_put(&framed, record);
    try_bytes(buf_str(&framed));
    buf_free(&framed);
    return 0;
}

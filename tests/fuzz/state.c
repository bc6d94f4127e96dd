/* Saved states: bytes as they are, and as a record behind a right frame and checksum. Whatever is accepted is written
 * again, and what is written is read again as the same. */
#include "gate/state.h"

#include <stdlib.h>

static void demand(bool ok)
{
    if (!ok)
        abort();
}

static void try_bytes(struct str bytes)
{
    struct buf first = { 0 }, second = { 0 };
    struct state s, again;
    struct str error = STR("");

    if (state_read(&s, bytes, &error)) {
        state_write(&s, &first);
        demand(state_read(&again, buf_str(&first), &error));
        state_write(&again, &second);
        demand(str_eq(buf_str(&first), buf_str(&second)));
        state_free(&again);
    } else {
        demand(error.len > 0);
    }
    state_free(&s);
    buf_free(&first);
    buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str record = { (const char *)data, size };
    struct buf framed = { 0 };
    struct sha256 digest;

    try_bytes(record);
    buf_put(&framed, STR("PGSTATE\n\1\0\0\0"));
    for (int i = 0; i < 8; i++)
        buf_char(&framed, (char)(unsigned char)((uint64_t)size >> (8 * i)));
    buf_put(&framed, record);
    demand(sha256_of(buf_str(&framed), &digest));
    buf_put(&framed, (struct str){ (const char *)digest.bytes, SHA256_BYTES });
    try_bytes(buf_str(&framed));
    buf_free(&framed);
    return 0;
}

/* Manifests: bytes as they are, and as what follows a right digest. Whatever is accepted is written again, and what is
 * written is read again as the same. */
#include "gate/seal.h"

#include <stdlib.h>

static void demand(bool ok)
{
    if (!ok)
        abort();
}

static void write_again(const struct seal *s, struct buf *out)
{
    struct buf body = { 0 };

    seal_write_body(s, &body);
    seal_write(buf_str(&body), s->signature, out);
    buf_free(&body);
}

static void try_bytes(struct str bytes)
{
    struct buf first = { 0 }, second = { 0 };
    struct arena a = { 0 };
    struct seal s, again;
    struct str error = STR("");

    if (seal_read(&s, &a, bytes, &error)) {
        write_again(&s, &first);
        demand(seal_read(&again, &a, buf_str(&first), &error));
        write_again(&again, &second);
        demand(str_eq(buf_str(&first), buf_str(&second)));
    } else {
        demand(error.len > 0);
    }
    buf_free(&first);
    buf_free(&second);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = { (const char *)data, size };
    struct arena a = { 0 };
    struct buf framed = { 0 };
    struct sha256 digest;

    try_bytes(rest);
    demand(sha256_of(ARENA_JOIN(&a, STR("{"), rest), &digest));
    buf_printf(&framed, "{\"digest\":\"sha256:%s\",", sha256_hex(&a, &digest).p);
    buf_put(&framed, rest);
    buf_char(&framed, '\n');
    try_bytes(buf_str(&framed));
    buf_free(&framed);
    arena_free(&a);
    return 0;
}

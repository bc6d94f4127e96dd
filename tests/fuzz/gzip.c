/* gzip: whatever the bytes, an answer within the limit; and what is expanded can be expanded again. */
#include "base/gzip.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MOST = 1 << 16 };
    struct str bytes = { (const char *)data, size }, reason = { 0 };
    struct buf out = { 0 }, again = { 0 };
    struct arena a = { 0 };
    bool ok = gzip_expand(bytes, MOST, &out, &a, &reason);

    if (ok ? out.len > MOST || !gzip_is(bytes) || out.p[out.len] != '\0' : reason.len == 0)
        abort();
    /* Two copies one after the other are two members, where one was whole. */
    if (ok && size < MOST) {
        struct buf twice = { 0 };
        buf_put(&twice, bytes);
        buf_put(&twice, bytes);
        if (!gzip_expand(buf_str(&twice), 2 * MOST, &again, &a, &reason) || again.len != 2 * out.len)
            abort();
        buf_free(&twice);
    }
    buf_free(&out);
    buf_free(&again);
    arena_free(&a);
    return 0;
}

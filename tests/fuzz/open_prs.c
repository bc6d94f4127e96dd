/* Whatever the bytes are, the reader of open pull requests ends with a whole list or a reason that names a place. */
#include "delta/open_prs.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct str error = STR("");
    struct open_prs p;

    if (open_prs_read(&p, &a, (struct str){ (const char *)data, size }, &error)) {
        for (size_t i = 0; i < p.count; i++)
            if (p.list[i].number <= 0 || p.list[i].repo.len == 0 || p.list[i].base_branch.len == 0)
                abort();
    } else if (error.len == 0 || error.p[0] < '0' || error.p[0] > '9') {
        abort();
    }
    arena_free(&a);
    return 0;
}

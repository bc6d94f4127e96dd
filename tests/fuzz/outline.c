/* Whatever the bytes are: the outline of a job file counts each job once, and a copy says the same. */
#include "prow/files/outline.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct prow_file f = { .role = ROLE_JOBS };
    struct str bytes = { (const char *)data, size };
    struct outline o, copy;

    if (prow_file_parse(&f, bytes, &a)) {
        outline_of_tape(&o, &a, &f.tape);
        copy = outline_copy(&a, &o);
        if (copy.count != o.count || copy.periodics != o.periodics)
            abort();
        for (size_t i = 0; i < o.count; i++)
            if (copy.repos[i].jobs != o.repos[i].jobs || !str_eq(copy.repos[i].repo, o.repos[i].repo))
                abort();
    }
    arena_free(&a);
    return 0;
}

/* Whatever the bytes are: where lines show how many jobs a file holds and for which repos, parsing says the same. */
#include "prow/files/outline.h"

#include <stdlib.h>

static bool has(const struct outline *o, const struct outline_repo *r)
{
    for (size_t i = 0; i < o->count; i++)
        if (o->repos[i].kind == r->kind && str_eq(o->repos[i].repo, r->repo) && o->repos[i].jobs == r->jobs)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct prow_file f = { .role = ROLE_JOBS };
    struct outline lines, parsed;
    struct str bytes = { (const char *)data, size };

    if (outline_read(&lines, &a, bytes) && prow_file_parse(&f, bytes, &a)) {
        outline_of_tape(&parsed, &a, &f.tape);
        if (lines.count != parsed.count || lines.periodics != parsed.periodics)
            abort();
        for (size_t i = 0; i < lines.count; i++)
            if (!has(&parsed, &lines.repos[i]))
                abort();
    }
    arena_free(&a);
    return 0;
}

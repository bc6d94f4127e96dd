/* Gives a saved state another time, as a clock that was ahead would have.
 *
 *   retime FILE SECONDS     SECONDS since 1970 */
#include "gate/state.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    struct arena a = { 0 };
    struct buf out = { 0 };
    struct str error;
    struct state s;
    FILE *f;
    bool ok = false;

    if (argc != 3 || !state_read_file(&s, str_c(argv[1]), &a, &error))
        return 1;
    s.time = strtoll(argv[2], NULL, 10);
    state_write(&s, &out);
    state_free(&s);
    f = fopen(argv[1], "wb");
    if (f)
        ok = fwrite(out.p, 1, out.len, f) == out.len;
    ok = f && fclose(f) == 0 && ok;
    buf_free(&out);
    arena_free(&a);
    return ok ? 0 : 1;
}

#include "delta/cut.h"

/* As the loader's. */
enum { LARGEST_FILE = 64 << 20 };

const char *cut_sign(struct cut_look was, struct cut_look is)
{
    if (is.size == 0 && was.size > 0)
        return " is empty, and was not: the sign of a file that was not written to its end";
    if (is.open_end && !was.open_end && is.size < was.size)
        return " is shorter than it was and ends in the middle of a line: the sign of a file that was not written to "
               "its end";
    return NULL;
}

/* False when there is no such file, or none that can be read. */
static bool look(const struct fs *fs, struct str path, struct buf *bytes, struct cut_look *look)
{
    struct fs_error error;

    buf_reset(bytes);
    if (!fs_read(fs, path, LARGEST_FILE, bytes, &error))
        return false;
    *look = (struct cut_look){ bytes->len, bytes->len && bytes->p[bytes->len - 1] != '\n' };
    return true;
}

const char *cut_find(const struct plan *p, struct str *path)
{
    const char *sign = NULL;
    struct buf bytes = { 0 };

    for (size_t i = 0; i < p->after.inputs.count && !sign; i++) {
        struct cut_look was, is;
        *path = p->after.inputs.files[i].path;
        if (!p->same[i] && look(p->before.fs, *path, &bytes, &was) && look(p->after.fs, *path, &bytes, &is))
            sign = cut_sign(was, is);
    }
    buf_free(&bytes);
    return sign;
}

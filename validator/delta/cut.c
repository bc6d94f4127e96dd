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

bool cut_look_at(const struct fs *fs, struct str path, struct buf *bytes, struct cut_look *look)
{
    struct fs_error error;

    buf_reset(bytes);
    if (!fs_read(fs, path, LARGEST_FILE, bytes, &error))
        return false;
    *look = (struct cut_look){ bytes->len, bytes->len && bytes->p[bytes->len - 1] != '\n' };
    return true;
}

struct cut_found cut_find(const struct plan *p)
{
    struct cut_found found = { 0 };
    struct buf bytes = { 0 };

    for (size_t i = 0; i < p->after.inputs.count && !found.sign; i++) {
        struct cut_look was, is;
        found.path = p->after.inputs.files[i].path;
        if (!p->same[i] && cut_look_at(p->before.fs, found.path, &bytes, &was) &&
            cut_look_at(p->after.fs, found.path, &bytes, &is))
            found.sign = cut_sign(was, is);
    }
    buf_free(&bytes);
    return found;
}

#include "command/open_prs_given.h"

#include "base/fs.h"
#include "command/command.h"

enum { LARGEST_LIST = 256 << 20 };

bool open_prs_given(struct open_prs *p, struct arena *arena, const struct args *args)
{
    struct str file = args_text(args, "open-prs", STR("")), error;
    struct buf bytes = { 0 };
    struct fs_error why;
    struct fs_disk here;
    bool ok;

    if (!args_has(args, "open-prs"))
        return true;
    ok = fs_disk_open(&here, NULL, &why);
    if (ok) {
        ok = fs_read(&here.fs, file, LARGEST_LIST, &bytes, &why);
        fs_disk_close(&here);
    }
    if (!ok) {
        command_fail(args, "%.*s", STR_ARG(fs_error_text(&why, arena)));
    } else {
        ok = open_prs_read(p, arena, arena_copy(arena, buf_str(&bytes)), &error);
        if (!ok)
            command_fail(args, "%.*s:%.*s", STR_ARG(file), STR_ARG(error));
    }
    buf_free(&bytes);
    return ok;
}

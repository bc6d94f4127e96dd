#include "command/kept_outlines.h"

#include "base/fs.h"
#include "base/write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* As the XDG Base Directory Specification has it: a relative path counts as none. */
static struct str cache_home(struct arena *a)
{
    const char *named = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

    if (named && named[0] == '/')
        return arena_copy(a, str_c(named));
    return home && home[0] == '/' ? ARENA_JOIN(a, str_c(home), STR("/.cache")) : STR("");
}

static bool is_off(const struct args *args)
{
    const char *said = getenv("PROWGATE_CACHE");

    return args_has(args, "no-cache") || (said && str_eq(str_c(said), STR("off")));
}

static bool make_folder(struct str path)
{
    return mkdir(path.p, 0700) == 0 || errno == EEXIST;
}

struct outline_cache *kept_outlines_open(struct kept_outlines *k, struct arena *a, const struct args *args)
{
    struct str home = is_off(args) ? STR("") : cache_home(a);
    struct buf bytes = { 0 };
    struct fs_error error;
    struct fs_disk here;

    *k = (struct kept_outlines){ .folder = home.len ? ARENA_JOIN(a, home, STR("/prowgate")) : STR("") };
    if (home.len == 0 || !make_folder(home) || !make_folder(k->folder) || !fs_disk_open(&here, NULL, &error)) {
        k->folder = STR("");
        return NULL;
    }
    /* Without a file to read there are no bytes, and the cache begins empty. */
    if (!fs_read(&here.fs, ARENA_JOIN(a, k->folder, STR("/outlines")), OUTLINE_CACHE_LARGEST, &bytes, &error))
        buf_reset(&bytes);
    outline_cache_read(&k->outlines, buf_str(&bytes));
    buf_free(&bytes);
    fs_disk_close(&here);
    return &k->outlines;
}

/* Not synced: what a crash leaves half written does not match its checksum. */
static void put_in_place(struct arena *a, struct str folder, struct str bytes)
{
    char *temporary = arena_take(a, folder.len + sizeof "/.outlines-XXXXXX");
    bool whole;
    int fd;

    snprintf(temporary, folder.len + sizeof "/.outlines-XXXXXX", "%s/.outlines-XXXXXX", folder.p);
    fd = mkstemp(temporary);
    if (fd < 0)
        return;
    whole = write_all(fd, bytes);
    whole = close(fd) == 0 && whole;
    if (!whole || rename(temporary, ARENA_JOIN(a, folder, STR("/outlines")).p) != 0)
        unlink(temporary);
}

void kept_outlines_close(struct kept_outlines *k)
{
    struct buf bytes = { 0 };

    if (k->folder.len && k->outlines.added && outline_cache_write(&k->outlines, &bytes) &&
        bytes.len <= OUTLINE_CACHE_LARGEST)
        put_in_place(&k->outlines.arena, k->folder, buf_str(&bytes));
    buf_free(&bytes);
    outline_cache_free(&k->outlines);
}

#include "effective/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool open_bundle(struct archive *t, const char *path, struct str ref)
{
    if (!bundle_open(&t->bundle, path) ||
        !bundle_files(&t->bundle, bundle_tree(&t->bundle, ref), &t->arena, &t->memory))
        return false;
    t->fs = &t->memory.fs;
    return true;
}

static bool unpack(struct archive *t, const char *path)
{
    char folder[] = "/tmp/prowgate-tree-XXXXXX";
    struct fs_error error;

    if (!mkdtemp(folder))
        return false;
    t->folder = arena_copy(&t->arena, str_c(folder));
    if (system(arena_printf(&t->arena, "zstd -dc --long=27 '%s' | tar -x -C '%s'", path, folder).p) != 0 ||
        !fs_disk_open(&t->disk, t->folder.p, &error))
        return false;
    t->fs = &t->disk.fs;
    return true;
}

bool archive_open(struct archive *t, struct suite *s, struct str where)
{
    struct str file, ref;
    bool bundle;
    const char *path;

    memset(t, 0, sizeof *t);
    bundle = str_cut(where, '@', &file, &ref);
    path = suite_shared(s, arena_copy(&s->arena, file).p);
    if (access(path, R_OK) != 0) {
        suite_skip(s, path);
        return false;
    }
    if (bundle ? open_bundle(t, path, ref) : unpack(t, path))
        return true;
    suite_case(s, path, false, "the tree can't be read");
    archive_close(t);
    return false;
}

void archive_close(struct archive *t)
{
    if (t->fs == &t->disk.fs)
        fs_disk_close(&t->disk);
    if (t->folder.len && system(arena_printf(&t->arena, "rm -rf '%.*s'", STR_ARG(t->folder)).p) != 0)
        fprintf(stderr, "%.*s stays\n", STR_ARG(t->folder));
    if (t->bundle.repository.len)
        bundle_close(&t->bundle);
    arena_free(&t->arena);
}

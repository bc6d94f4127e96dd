#include "base/git_objects.h"

#include "base/fs.h"

#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>

/* Alternates of alternates that git itself follows; folders in all; bytes of a list of them. */
enum { DEEPEST = 5, MOST_FOLDERS = 64, LONGEST_LIST = 1 << 20, PACKS_FIRST = 2, LOOSE_NEXT = 1 };

struct gathering {
    git_odb *objects;
    struct arena arena;
    struct str folders[MOST_FOLDERS];
    size_t count;
};

static int add_backend(git_odb *objects, git_odb_backend *b, int priority, bool alternate)
{
    int code = alternate ? git_odb_add_alternate(objects, b, priority) : git_odb_add_backend(objects, b, priority);

    if (code)
        b->free(b);
    return code;
}

static int add_folder(struct gathering *g, struct str folder, int depth);

/* What objects/info/alternates lists; "#" begins a comment, and what is relative counts from the folder. */
static int add_listed(struct gathering *g, struct str folder, int depth)
{
    struct str list = ARENA_JOIN(&g->arena, folder, STR("/info/alternates")), line, rest;
    struct fs_error error;
    struct buf text = { 0 };
    struct fs_disk disk;
    int code = 0;

    if (depth == DEEPEST || !fs_disk_open(&disk, NULL, &error))
        return 0;
    if (fs_read(&disk.fs, list, LONGEST_LIST, &text, &error))
        for (rest = buf_str(&text); code == 0 && rest.len;) {
            str_cut(rest, '\n', &line, &rest);
            if (line.len && line.p[0] != '#')
                code = add_folder(g, line.p[0] == '/' ? line : ARENA_JOIN(&g->arena, folder, STR("/"), line), depth + 1);
        }
    buf_free(&text);
    return code;
}

static int add_folder(struct gathering *g, struct str folder, int depth)
{
    git_odb_backend *b;
    int code;

    folder = arena_copy(&g->arena, str_trim_suffix(folder, STR("/")));
    for (size_t i = 0; i < g->count; i++)
        if (str_eq(g->folders[i], folder))
            return 0;
    if (g->count == MOST_FOLDERS)
        return 0;
    g->folders[g->count++] = folder;
    code = git_odb_backend_pack(&b, folder.p);
    if (code == 0)
        code = add_backend(g->objects, b, PACKS_FIRST, depth > 0);
    if (code == 0)
        code = git_loose_backend(&b, folder.p);
    if (code == 0)
        code = add_backend(g->objects, b, LOOSE_NEXT, depth > 0);
    return code ? code : add_listed(g, folder, depth);
}

static int add_named(struct gathering *g, const char *list)
{
    struct str rest = str_c(list), one;
    int code = 0;

    while (code == 0 && rest.len) {
        str_cut(rest, ':', &one, &rest);
        if (one.len)
            code = add_folder(g, one, 1);
    }
    return code;
}

int git_objects_open(git_odb **objects, git_repository *repository)
{
    const char *named = getenv("GIT_OBJECT_DIRECTORY");
    struct gathering g = { 0 };
    git_buf own = { 0 };
    int code = git_odb_new(&g.objects);

    if (code == 0)
        code = git_repository_item_path(&own, repository, GIT_REPOSITORY_ITEM_OBJECTS);
    if (code == 0)
        code = add_folder(&g, str_c(named && *named ? named : own.ptr), 0);
    if (code == 0)
        code = add_named(&g, getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES"));
    git_buf_dispose(&own);
    arena_free(&g.arena);
    if (code)
        git_odb_free(g.objects);
    else
        *objects = g.objects;
    return code;
}

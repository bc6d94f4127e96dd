#include "git/objects.h"

#include "base/fs.h"

#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* Alternates of alternates that git itself follows; folders in all; bytes of a list of them. */
enum { DEEPEST = 5, MOST_FOLDERS = 64, LONGEST_LIST = 1 << 20, PACKS_FIRST = 2, LOOSE_NEXT = 1, SHA1_LEN = 20 };

struct gathering {
    git_odb *objects;
    struct arena arena;
    struct str folders[MOST_FOLDERS];
    size_t count;
    bool verify; /* look at the checksums of the indexes */
};

static int add_backend(git_odb *objects, git_odb_backend *b, int priority, bool alternate)
{
    int code = alternate ? git_odb_add_alternate(objects, b, priority) : git_odb_add_backend(objects, b, priority);

    if (code)
        b->free(b);
    return code;
}

/* An index ends with the SHA-1 of what stands before. */
static bool index_is_whole(const struct fs *fs, struct str path, struct buf *bytes)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    struct fs_error error;

    return fs_read(fs, path, SIZE_MAX / 2, bytes, &error) && bytes->len > SHA1_LEN &&
           EVP_Digest(bytes->p, bytes->len - SHA1_LEN, sum, NULL, EVP_sha1(), NULL) &&
           memcmp(sum, bytes->p + bytes->len - SHA1_LEN, SHA1_LEN) == 0;
}

/* libgit2 goes where an index sends it, out of the pack too: one that is damaged must not be used. */
static int look_at_indexes(struct gathering *g, struct str folder)
{
    struct str packs = ARENA_JOIN(&g->arena, folder, STR("/pack"));
    struct fs_listing names;
    struct fs_error error;
    struct buf bytes = { 0 };
    struct fs_disk disk;
    int code = 0;

    if (!fs_disk_open(&disk, NULL, &error) || !fs_list(&disk.fs, packs, &g->arena, &names, &error))
        return 0;
    for (size_t i = 0; code == 0 && i < names.count; i++) {
        struct str path = ARENA_JOIN(&g->arena, packs, STR("/"), names.names[i].name);
        if (!str_ends(path, STR(".idx")) && !str_eq(names.names[i].name, STR("multi-pack-index")))
            continue;
        if (index_is_whole(&disk.fs, path, &bytes))
            continue;
        git_error_set_str(GIT_ERROR_ODB,
                          ARENA_JOIN(&g->arena, STR("the index "), path, STR(" is damaged (git fsck shows more)")).p);
        code = GIT_ERROR;
    }
    buf_free(&bytes);
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
                code =
                    add_folder(g, line.p[0] == '/' ? line : ARENA_JOIN(&g->arena, folder, STR("/"), line), depth + 1);
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
    code = g->verify ? look_at_indexes(g, folder) : 0;
    if (code == 0)
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

int git_objects_open(git_odb **objects, git_repository *repository, bool verify)
{
    const char *named = getenv("GIT_OBJECT_DIRECTORY");
    struct gathering g = { .verify = verify };
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

#include "git/trees.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

/* Links to links that are followed, as on the disk. */
enum { MOST_LINKS = 40 };

/* Steps through a path. */
struct walker {
    struct git_trees *trees;
    struct git_folder *at;
    struct arena scratch; /* texts of links */
    struct str rest;      /* of the path */
    int links;
};

static enum fs_kind kind_of(git_filemode_t mode)
{
    switch (mode) {
    case GIT_FILEMODE_TREE:
    case GIT_FILEMODE_COMMIT:
        return FS_DIRECTORY;
    case GIT_FILEMODE_LINK:
        return FS_SYMLINK;
    case GIT_FILEMODE_BLOB:
    case GIT_FILEMODE_BLOB_EXECUTABLE:
        return FS_FILE;
    default:
        return FS_OTHER;
    }
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct git_entry *)a)->name, ((const struct git_entry *)b)->name);
}

/* A name that no checkout could have comes from a damaged tree, or from somebody who wants to lead out of it. */
static bool is_name(struct str name)
{
    return name.len && str_find_char(name, '/') == SIZE_MAX && !str_eq(name, STR(".")) && !str_eq(name, STR(".."));
}

static bool take_entries(struct git_trees *t, struct git_folder *folder, const git_tree *tree)
{
    size_t n = git_tree_entrycount(tree);

    folder->entries = ARENA_ARRAY(&t->arena, struct git_entry, n);
    folder->count = n;
    for (size_t i = 0; i < n; i++) {
        const git_tree_entry *e = git_tree_entry_byindex(tree, i);
        git_filemode_t mode = git_tree_entry_filemode(e);
        struct git_entry *to = &folder->entries[i];
        to->name = arena_copy(&t->arena, str_c(git_tree_entry_name(e)));
        to->kind = kind_of(mode);
        to->plain = mode == GIT_FILEMODE_BLOB;
        to->submodule = mode == GIT_FILEMODE_COMMIT;
        git_oid_cpy(&to->id, git_tree_entry_id(e));
        if (!is_name(to->name))
            return false;
    }
    if (n)
        qsort(folder->entries, n, sizeof *folder->entries, by_name);
    for (size_t i = 1; i < n; i++)
        if (str_eq(folder->entries[i - 1].name, folder->entries[i].name))
            return false;
    return true;
}

/* Under the lock: reads the folder where that has not been done. Returns 0 or a number. */
static int read_folder(struct git_trees *t, struct git_folder *folder)
{
    git_tree *tree;
    int number;

    if (folder->submodule)
        return FS_SUBMODULE;
    if (folder->read)
        return 0;
    number = git_store_tree(&t->store, &folder->id, &tree);
    if (number)
        return number;
    folder->read = take_entries(t, folder, tree);
    git_tree_free(tree);
    return folder->read ? 0 : FS_OBJECT_DAMAGED;
}

static struct git_folder *enter(struct git_trees *t, struct git_folder *above, struct git_entry *e)
{
    if (!e->folder) {
        e->folder = ARENA_NEW(&t->arena, struct git_folder);
        *e->folder = (struct git_folder){ .above = above, .id = e->id, .submodule = e->submodule };
    }
    return e->folder;
}

/* What stands behind a link takes its place in front of the rest of the path. */
static int follow(struct walker *w, const struct git_entry *e, bool slash)
{
    struct buf target = { 0 };
    int number = ++w->links > MOST_LINKS ? ELOOP : git_store_read(&w->trees->store, &e->id, PATH_MAX, &target);

    if (number == EFBIG)
        number = ENAMETOOLONG;
    /* An absolute one leads out of the commit. */
    if (number == 0 && (target.len == 0 || target.p[0] == '/'))
        number = ENOENT;
    if (number == 0)
        w->rest = slash ? ARENA_JOIN(&w->scratch, buf_str(&target), STR("/"), w->rest)
                        : arena_copy(&w->scratch, buf_str(&target));
    buf_free(&target);
    return number == 0 && w->rest.len > PATH_MAX ? ENAMETOOLONG : number;
}

/* One name further, which is the last when no other follows. *end is what stands there when it is no folder. */
static int step(struct walker *w, struct str name, bool last, bool slash, bool follow_last,
                const struct git_entry **end)
{
    struct git_entry *e;
    int number;

    if (name.len == 0 || str_eq(name, STR(".")))
        return 0;
    if (str_eq(name, STR(".."))) {
        w->at = w->at->above;
        return w->at ? 0 : ENOENT;
    }
    number = read_folder(w->trees, w->at);
    if (number)
        return number;
    e = w->at->count ? bsearch(&(struct git_entry){ .name = name }, w->at->entries, w->at->count,
                               sizeof *w->at->entries, by_name)
                     : NULL;
    if (!e)
        return ENOENT;
    if (e->kind == FS_DIRECTORY)
        w->at = enter(w->trees, w->at, e);
    else if (e->kind == FS_SYMLINK && (!last || slash || follow_last))
        return follow(w, e, slash);
    else if (!last || slash)
        return ENOTDIR;
    else
        *end = e;
    return 0;
}

static bool only_slashes(struct str s)
{
    while (str_starts(s, STR("/")))
        s = str_from(s, 1);
    return s.len == 0;
}

int git_trees_find(struct git_trees *t, struct git_folder *from, struct str path, bool follow_last,
                   struct git_found *found)
{
    struct walker w = { .trees = t, .at = from, .rest = path };
    int number = path.len == 0 || path.p[0] == '/' ? ENOENT : path.len >= PATH_MAX ? ENAMETOOLONG : 0;

    if (number == 0 && str_find_char(path, '\0') != SIZE_MAX)
        number = EINVAL;
    *found = (struct git_found){ 0 };
    pthread_mutex_lock(&t->lock);
    while (number == 0 && w.rest.len) {
        struct str name;
        bool slash = str_cut(w.rest, '/', &name, &w.rest);
        bool last = only_slashes(w.rest);
        if (last)
            w.rest = STR("");
        number = step(&w, name, last, slash, follow_last, &found->entry);
    }
    pthread_mutex_unlock(&t->lock);
    if (number == 0 && !found->entry)
        found->folder = w.at;
    arena_free(&w.scratch);
    return number;
}

int git_trees_list(struct git_trees *t, struct git_folder *folder, struct arena *a, struct fs_listing *listing)
{
    int number;

    pthread_mutex_lock(&t->lock);
    number = read_folder(t, folder);
    pthread_mutex_unlock(&t->lock);
    *listing = (struct fs_listing){ 0 };
    if (number)
        return number;
    /* What was read does not change any more. */
    listing->names = ARENA_ARRAY(a, struct fs_name, folder->count);
    for (size_t i = 0; i < folder->count; i++)
        listing->names[listing->count++] =
            (struct fs_name){ arena_copy(a, folder->entries[i].name), folder->entries[i].kind };
    return 0;
}

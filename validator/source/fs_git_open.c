/* Opening a commit, and saying why that can't be done. */
#include "source/fs_git.h"

#include "git/trees.h"

#include <errno.h>
#include <stdlib.h>

extern const struct fs_operations fs_git_operations;

static bool is_shallow(git_repository *r)
{
    return git_repository_is_shallow(r) == 1;
}

/* What git has, without the slash that libgit2 puts behind it. */
static struct str place_of(git_repository *r)
{
    return str_trim_suffix(str_c(git_repository_path(r)), STR("/"));
}

static struct str why_no_revision(git_repository *r, int code, struct str revision, struct arena *a)
{
    const git_error *e = git_error_last();
    struct str place = place_of(r);

    if (code == GIT_EAMBIGUOUS)
        return arena_printf(a, "\"%.*s\" is the beginning of several objects' ids in %.*s; give more of it",
                            STR_ARG(revision), STR_ARG(place));
    if (code == GIT_EINVALIDSPEC)
        return arena_printf(a,
                            "\"%.*s\" is no revision; give one commit, as git rev-parse takes it: a branch, a tag, "
                            "an id, HEAD~2",
                            STR_ARG(revision));
    if (code != GIT_ENOTFOUND && code != GIT_EUNBORNBRANCH)
        return arena_printf(a, "\"%.*s\" can't be looked up in %.*s: %s", STR_ARG(revision), STR_ARG(place),
                            e && e->message ? e->message : "unknown reason");
    if (git_repository_head_unborn(r) == 1)
        return arena_printf(a, "%.*s has no commit yet", STR_ARG(place));
    return arena_printf(a, "no commit, branch or tag is called \"%.*s\" in %.*s%s", STR_ARG(revision), STR_ARG(place),
                        is_shallow(r) ? ", a shallow clone: git fetch it first"
                                      : "; git fetch it first if it is another repository's");
}

static struct str why_no_tree(git_repository *r, int code, int damage, struct str revision, struct arena *a)
{
    if (damage)
        return arena_printf(a, "the commit of \"%.*s\" can't be read in %.*s: %.*s", STR_ARG(revision),
                            STR_ARG(place_of(r)),
                            STR_ARG(fs_error_reason(&(struct fs_error){ "open", revision, damage }, a)));
    if (code == GIT_EPEEL || code == GIT_EINVALIDSPEC || code == GIT_EAMBIGUOUS)
        return arena_printf(a, "\"%.*s\" is a file in git, no commit and no folder", STR_ARG(revision));
    return arena_printf(a, "the folder of \"%.*s\" can't be read in %.*s: %.*s", STR_ARG(revision),
                        STR_ARG(place_of(r)),
                        STR_ARG(fs_error_reason(&(struct fs_error){ "open", revision, git_store_number(code) }, a)));
}

/* The id of the tree that the revision stands for. */
static bool find_tree(struct git_handle *h, struct str revision, git_oid *id, struct arena *a, struct str *reason)
{
    git_object *object = NULL, *tree = NULL;
    int code = git_revparse_single(&object, h->repository, arena_copy(a, revision).p), damage;

    if (code) {
        *reason = why_no_revision(h->repository, code, revision, a);
        return false;
    }
    damage = git_handle_verify(h, git_object_id(object));
    code = git_object_peel(&tree, object, GIT_OBJECT_TREE);
    if (code == 0 && damage == 0)
        git_oid_cpy(id, git_object_id(tree));
    else
        *reason = why_no_tree(h->repository, code, damage, revision, a);
    git_object_free(tree);
    git_object_free(object);
    return code == 0 && damage == 0;
}

/* The folder of the commit that shall be the root. */
static bool find_root(struct fs_git *g, struct str revision, struct str path, struct arena *a, struct str *reason)
{
    struct git_found found = { .folder = &g->trees->top };
    int number = path.len ? git_trees_find(g->trees, &g->trees->top, path, true, &found) : 0;

    g->root = found.folder;
    if (number == ENOENT)
        *reason = arena_printf(a, "%.*s has no folder %.*s", STR_ARG(revision), STR_ARG(path));
    else if (number == 0 && !found.folder)
        *reason = arena_printf(a,
                               "%.*s is a file in %.*s; give the folder of the whole tree, and a single job file "
                               "with --job-config",
                               STR_ARG(path), STR_ARG(revision));
    else if (number)
        *reason = arena_printf(a, "%.*s in %.*s: %.*s", STR_ARG(path), STR_ARG(revision),
                               STR_ARG(fs_error_reason(&(struct fs_error){ "open", path, number }, a)));
    return number == 0 && found.folder;
}

static bool open_revision(struct fs_git *g, struct str revision, struct arena *a, struct str *reason)
{
    struct git_handle *h = git_store_take(&g->trees->store);
    bool ok = h && find_tree(h, revision, &g->trees->top.id, a, reason);

    if (h)
        git_store_give(&g->trees->store, h);
    return ok;
}

bool fs_git_open(struct fs_git *g, const char *from, struct str revision, struct str path, struct arena *a,
                 struct str *reason)
{
    *g = (struct fs_git){ { &fs_git_operations }, NULL, NULL };
    if (revision.len == 0 || str_find_char(revision, '\0') != SIZE_MAX) {
        *reason = STR("no revision is named; give git:HEAD, git:BRANCH or git:BRANCH:FOLDER");
        return false;
    }
    g->trees = calloc(1, sizeof *g->trees);
    if (!g->trees)
        abort();
    if (!git_store_open(&g->trees->store, from, a, reason)) {
        free(g->trees);
        return false;
    }
    pthread_mutex_init(&g->trees->lock, NULL);
    if (open_revision(g, revision, a, reason) && find_root(g, revision, path, a, reason))
        return true;
    fs_git_close(g);
    return false;
}

struct str fs_git_tree_id(const struct fs_git *g, struct arena *a)
{
    char text[GIT_OID_HEXSZ + 1];

    git_oid_tostr(text, sizeof text, &g->trees->top.id);
    return arena_copy(a, str_c(text));
}

void fs_git_close(struct fs_git *g)
{
    git_store_close(&g->trees->store);
    pthread_mutex_destroy(&g->trees->lock);
    arena_free(&g->trees->arena);
    free(g->trees);
    g->trees = NULL;
}

#include "git/changed.h"

#include <stdlib.h>
#include <string.h>

struct changed {
    struct arena *arena;
    struct str prefix;
    struct str *paths;
    size_t count, cap;
};

static bool tree_of(git_repository *r, const git_oid *id, git_tree **tree)
{
    git_commit *commit = NULL;
    bool ok = git_commit_lookup(&commit, r, id) == 0 && git_commit_tree(tree, commit) == 0;

    git_commit_free(commit);
    return ok;
}

static void add(struct changed *c, const char *path)
{
    struct str p = path ? str_c(path) : (struct str){ "", 0 };

    if (!p.len || (c->prefix.len && (!str_starts(p, c->prefix) || p.len <= c->prefix.len || p.p[c->prefix.len] != '/')))
        return;
    *ARENA_PUSH(c->arena, c->paths, c->count, c->cap) =
        arena_copy(c->arena, str_from(p, c->prefix.len ? c->prefix.len + 1 : 0));
}

static int add_delta(const git_diff_delta *d, float progress, void *context)
{
    (void)progress;
    add(context, d->new_file.path);
    if (!d->new_file.path || !d->old_file.path || strcmp(d->new_file.path, d->old_file.path) != 0)
        add(context, d->old_file.path);
    return 0;
}

static bool compare(struct changed *c, git_repository *r, struct str since, struct str *reason)
{
    git_object *from = NULL, *head = NULL;
    git_tree *old = NULL, *new = NULL;
    git_diff *diff = NULL;
    git_oid base;
    bool ok = false;

    if (git_revparse_single(&from, r, arena_copy(c->arena, since).p) != 0)
        *reason = ARENA_JOIN(c->arena, since, STR(" is no revision here"));
    else if (git_revparse_single(&head, r, "HEAD") != 0)
        *reason = STR("there is no commit here yet");
    else if (git_merge_base(&base, r, git_object_id(from), git_object_id(head)) != 0)
        *reason = STR("the two share no history that is here");
    else if (!tree_of(r, &base, &old) || !tree_of(r, git_object_id(head), &new) ||
             git_diff_tree_to_tree(&diff, r, old, new, NULL) != 0 ||
             git_diff_foreach(diff, add_delta, NULL, NULL, NULL, c) != 0)
        *reason = STR("the two commits can't be read");
    else
        ok = true;
    git_diff_free(diff);
    git_tree_free(old);
    git_tree_free(new);
    git_object_free(from);
    git_object_free(head);
    return ok;
}

bool git_changed(struct git_store *s, struct arena *a, struct str since, struct str prefix, struct str **paths,
                 size_t *count, struct str *reason)
{
    struct changed c = { .arena = a, .prefix = prefix };
    struct git_handle *h = git_store_take(s);
    bool ok;

    if (!h) {
        *reason = STR("the git repository can't be opened");
        return false;
    }
    ok = compare(&c, h->repository, since, reason);
    git_store_give(s, h);
    *paths = c.paths;
    *count = c.count;
    return ok;
}

struct str git_changed_prefix(struct git_store *s, struct arena *a, const char *folder)
{
    struct git_handle *h = git_store_take(s);
    const char *root = h ? git_repository_workdir(h->repository) : NULL;
    char *real = realpath(folder, NULL), *top = root ? realpath(root, NULL) : NULL;
    struct str prefix = { "", 0 };

    if (real && top && strcmp(real, top) != 0 && str_starts(str_c(real), str_c(top)))
        prefix = arena_copy(a, str_from(str_c(real), strlen(top) + 1));
    free(real);
    free(top);
    if (h)
        git_store_give(s, h);
    return prefix;
}

static bool is_at(git_repository *r, const char *name, struct str url)
{
    git_remote *remote = NULL;
    bool is;

    if (strcmp(name, "upstream") == 0)
        return true;
    if (git_remote_lookup(&remote, r, name) != 0)
        return false;
    is = git_remote_url(remote) &&
         str_eq(str_trim_suffix(str_c(git_remote_url(remote)), STR(".git")), str_trim_suffix(url, STR(".git")));
    git_remote_free(remote);
    return is;
}

struct str git_changed_main(struct git_store *s, struct arena *a, struct str url)
{
    struct git_handle *h = git_store_take(s);
    git_strarray names = { 0 };
    struct str found = { "", 0 };

    if (h && git_remote_list(&names, h->repository) == 0)
        for (size_t i = 0; i < names.count; i++)
            if (is_at(h->repository, names.strings[i], url) &&
                (!found.len || strcmp(names.strings[i], "upstream") == 0))
                found = ARENA_JOIN(a, STR("refs/remotes/"), str_c(names.strings[i]), STR("/main"));
    git_strarray_dispose(&names);
    if (h)
        git_store_give(s, h);
    return found;
}

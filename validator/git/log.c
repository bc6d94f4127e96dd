#include "git/log.h"

struct walking {
    struct git_handle *handle;
    struct arena *arena;
    struct git_message *messages;
    size_t count, cap, most;
};

static struct str why(struct arena *a, const char *what)
{
    const git_error *e = git_error_last();

    return arena_printf(a, "%s: %s", what, e && e->message ? e->message : "unknown reason");
}

/* The commit that a revision names, tags followed. */
static bool commit_of(struct git_handle *h, struct arena *a, struct str revision, git_oid *id, struct str *reason)
{
    git_object *named = NULL, *commit = NULL;
    const char *text = arena_copy(a, revision).p;
    bool ok = git_revparse_single(&named, h->repository, text) == 0 &&
              git_object_peel(&commit, named, GIT_OBJECT_COMMIT) == 0;

    if (ok)
        *id = *git_object_id(commit);
    else
        *reason = why(a, text);
    git_object_free(commit);
    git_object_free(named);
    return ok;
}

static struct str author_of(struct arena *a, const git_commit *commit)
{
    const git_signature *who = git_commit_author(commit);

    return who ? arena_printf(a, "%s <%s>", who->name, who->email) : STR("nobody");
}

static bool add(struct walking *w, const git_oid *id)
{
    git_commit *commit;
    char digits[8];

    if (git_handle_verify(w->handle, id) != 0 || git_commit_lookup(&commit, w->handle->repository, id) != 0)
        return false;
    git_oid_tostr(digits, sizeof digits, id);
    *ARENA_PUSH(w->arena, w->messages, w->count, w->cap) = (struct git_message){
        .commit = arena_printf(w->arena, "commit %s", digits),
        .author = author_of(w->arena, commit),
        .message = arena_copy(w->arena, str_c(git_commit_message(commit))),
    };
    git_commit_free(commit);
    return true;
}

static bool walk_commits(struct walking *w, git_revwalk *walk, struct str *reason)
{
    git_oid id;
    int code;

    while ((code = git_revwalk_next(&id, walk)) == 0) {
        if (w->count == w->most) {
            *reason = arena_printf(w->arena, "there are more than %zu commits between the two", w->most);
            return false;
        }
        if (!add(w, &id))
            break;
    }
    if (code == GIT_ITEROVER)
        return true;
    *reason = why(w->arena, "the commits between the two can't be read");
    return false;
}

static bool read_range(struct walking *w, struct str since, struct str until, struct str *reason)
{
    git_oid from, to, base;
    git_revwalk *walk = NULL;
    bool ok = false;

    if (!commit_of(w->handle, w->arena, since, &from, reason) || !commit_of(w->handle, w->arena, until, &to, reason))
        return false;
    if (git_merge_base(&base, w->handle->repository, &from, &to) != 0)
        *reason = why(w->arena, "the two share no history that is here");
    else if (git_revwalk_new(&walk, w->handle->repository) != 0 || git_revwalk_push(walk, &to) != 0 ||
             git_revwalk_hide(walk, &from) != 0)
        *reason = why(w->arena, "the commits between the two can't be read");
    else
        ok = walk_commits(w, walk, reason);
    git_revwalk_free(walk);
    return ok;
}

bool git_log(struct git_store *s, struct arena *a, struct str since, struct str until, size_t most,
             struct git_message **messages, size_t *count, struct str *reason)
{
    struct walking w = { .handle = git_store_take(s), .arena = a, .most = most };
    bool ok;

    if (!w.handle) {
        *reason = STR("the git repository can't be opened");
        return false;
    }
    ok = read_range(&w, since, until, reason);
    *messages = w.messages;
    *count = w.count;
    git_store_give(s, w.handle);
    return ok;
}

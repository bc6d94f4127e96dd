#include "git/bundle.h"

#include "base/clock.h"

#include <git2.h>
#include <git2/sys/repository.h>

struct fetching {
    const struct git_bundle *bundle;
    struct arena *arena;
    struct git_bundle_file *files;
    size_t count, cap;
    struct str *reason;
    git_repository *repository;
    bool stopped; /* the server sends too much, or for too long */
};

static bool failed(struct fetching *f, const char *what)
{
    const git_error *e = git_error_last();

    *f->reason = arena_printf(f->arena, "%s: %s", what, e && e->message ? e->message : "unknown reason");
    return false;
}

struct progress {
    int asked; /* for credentials */
    int64_t until;
    const char *stopped; /* why, or NULL */
};

/* Whoever has a key in the agent may read what is not public; anything else would have to ask somebody. */
static int credential(git_credential **out, const char *url, const char *user, unsigned allowed, void *payload)
{
    struct progress *p = payload;

    (void)url;
    if (p->asked++ || !(allowed & GIT_CREDENTIAL_SSH_KEY))
        return GIT_EAUTH;
    return git_credential_ssh_key_from_agent(out, user ? user : "git");
}

/* Not zero ends the transfer. */
static int look_at_progress(const git_indexer_progress *stats, void *payload)
{
    struct progress *p = payload;

    if (stats->received_bytes > GIT_BUNDLE_SENT)
        p->stopped = "the server sends more than any bundle of rules needs";
    else if (clock_ms() > p->until)
        p->stopped = "the server takes too long";
    return p->stopped ? GIT_EUSER : 0;
}

static bool fetch_refs(struct fetching *f, git_remote *remote, char **refs, size_t count)
{
    const git_strarray wanted = { refs, count };
    git_fetch_options options;
    struct progress progress = { .until = clock_ms() + GIT_BUNDLE_MS };

    git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
    options.callbacks.credentials = credential;
    options.callbacks.transfer_progress = look_at_progress;
    options.callbacks.payload = &progress;
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.update_fetchhead = 0;
    options.proxy_opts.type = GIT_PROXY_AUTO;
    if (git_remote_fetch(remote, &wanted, &options, NULL) == 0)
        return true;
    if (!progress.stopped)
        return failed(f, f->bundle->url);
    *f->reason = arena_printf(f->arena, "%s: %s", f->bundle->url, progress.stopped);
    f->stopped = true;
    return false;
}

static bool find_commit(struct fetching *f, git_commit **commit)
{
    git_oid id;

    return git_oid_fromstr(&id, f->bundle->commit) == 0 && git_commit_lookup(commit, f->repository, &id) == 0;
}

/* Few servers hide that they can give any commit; where one can't, it is in what branches and tags lead to. */
static bool fetch_commit(struct fetching *f, git_commit **commit)
{
    char *one[] = { (char *)(uintptr_t)f->bundle->commit };
    char *all[] = { (char *)(uintptr_t) "+refs/heads/*:refs/heads/*", (char *)(uintptr_t) "+refs/tags/*:refs/tags/*" };
    git_remote *remote = NULL;
    bool ok = git_remote_create_anonymous(&remote, f->repository, f->bundle->url) == 0 || failed(f, f->bundle->url);

    if (ok && !(fetch_refs(f, remote, one, 1) && find_commit(f, commit)))
        ok = !f->stopped && fetch_refs(f, remote, all, 2) && (find_commit(f, commit) || failed(f, f->bundle->commit));
    git_remote_free(remote);
    return ok;
}

static bool read_entry(struct fetching *f, const git_tree_entry *e)
{
    git_blob *blob;
    bool ok;

    if (git_tree_entry_type(e) != GIT_OBJECT_BLOB || git_tree_entry_filemode(e) == GIT_FILEMODE_LINK ||
        !f->bundle->wanted(str_c(git_tree_entry_name(e))))
        return true;
    if (git_blob_lookup(&blob, f->repository, git_tree_entry_id(e)) != 0)
        return failed(f, git_tree_entry_name(e));
    ok = git_blob_rawsize(blob) <= GIT_BUNDLE_BYTES && f->count < GIT_BUNDLE_FILES;
    if (ok)
        *ARENA_PUSH(f->arena, f->files, f->count, f->cap) = (struct git_bundle_file){
            arena_copy(f->arena, str_c(git_tree_entry_name(e))),
            arena_copy(f->arena, (struct str){ git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob) }),
        };
    else
        *f->reason = arena_printf(f->arena, "%s: a bundle has at most %d files of at most %d bytes",
                                  git_tree_entry_name(e), GIT_BUNDLE_FILES, GIT_BUNDLE_BYTES);
    git_blob_free(blob);
    return ok;
}

static bool read_tree(struct fetching *f, const git_tree *tree)
{
    bool ok = true;

    for (size_t i = 0; i < git_tree_entrycount(tree) && ok; i++)
        ok = read_entry(f, git_tree_entry_byindex(tree, i));
    return ok;
}

static bool read_folder(struct fetching *f, const git_commit *commit)
{
    git_tree_entry *entry = NULL;
    git_tree *root = NULL, *tree = NULL;
    bool ok = git_commit_tree(&root, commit) == 0 || failed(f, f->bundle->commit);

    if (ok && f->bundle->folder[0])
        ok = (git_tree_entry_bypath(&entry, root, f->bundle->folder) == 0 &&
              git_tree_lookup(&tree, f->repository, git_tree_entry_id(entry)) == 0) ||
             failed(f, f->bundle->folder);
    ok = ok && read_tree(f, tree ? tree : root);
    git_tree_entry_free(entry);
    git_tree_free(tree);
    git_tree_free(root);
    return ok;
}

/* A repository of its own, which nobody's settings reach: a URL means what it says. (libgit2 1.5 also leaks what it
 * compares with settings that don't match.) */
static bool open_work(struct fetching *f)
{
    git_config *none = NULL;
    bool ok = git_repository_init(&f->repository, f->bundle->work, 1) == 0 && git_config_new(&none) == 0 &&
              git_repository_set_config(f->repository, none) == 0;

    git_config_free(none);
    return ok || failed(f, f->bundle->work);
}

bool git_bundle_fetch(const struct git_bundle *b, struct arena *a, struct git_bundle_file **files, size_t *count,
                      struct str *reason)
{
    struct fetching f = { .bundle = b, .arena = a, .reason = reason };
    git_commit *commit = NULL;
    bool ok;

    git_libgit2_init();
    ok = open_work(&f) && fetch_commit(&f, &commit) && read_folder(&f, commit);
    git_commit_free(commit);
    git_repository_free(f.repository);
    git_libgit2_shutdown();
    *files = f.files;
    *count = f.count;
    return ok;
}

#include "git/store.h"

#include "git/objects.h"

#include <errno.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>

/* Tags of tags that are followed. */
enum { MOST_TAGS = 16 };

/* libgit2 refuses these two variables; what they say changes no object. */
static bool environment_is_understood(void)
{
    return !getenv("GIT_WORK_TREE") && !getenv("GIT_COMMON_DIR");
}

/* Clones that leave objects out, and worktrees with settings of their own, are read like any other. */
static void allow_extensions(void)
{
    static const char *const extensions[] = { "partialclone", "worktreeconfig" };

    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, COUNT_OF(extensions));
}

/* libgit2's own SHA-1 takes longer than inflating; ours, by libcrypto, takes a tenth of it: see is_whole. */
static void verify_ourselves(void)
{
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

static int open_repository(git_repository **r, const char *from)
{
    const char *dir = getenv("GIT_DIR");

    if (environment_is_understood())
        return git_repository_open_ext(r, from, GIT_REPOSITORY_OPEN_FROM_ENV, NULL);
    if (!from && dir)
        return git_repository_open_ext(r, dir, GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT, NULL);
    return git_repository_open_ext(r, from ? from : ".", 0, NULL);
}

static void close_handle(struct git_handle *h)
{
    git_odb_free(h->objects);
    git_repository_free(h->repository);
    free(h);
}

/* A handle, or NULL with libgit2's code. The first one looks whether the packs' indexes are whole. */
static struct git_handle *open_handle(const char *from, bool first, int *code)
{
    struct git_handle *h = calloc(1, sizeof *h);

    if (!h)
        abort();
    *code = open_repository(&h->repository, from);
    if (*code == 0)
        *code = git_objects_open(&h->objects, h->repository, first);
    if (*code == 0)
        *code = git_repository_set_odb(h->repository, h->objects);
    if (*code == 0)
        return h;
    close_handle(h);
    return NULL;
}

/* What git calls the repository there in safe.directory: the folder that has the .git, or a bare one itself. Empty where
 * there is none. */
static struct str folder_of_repository(const char *from, struct arena *a)
{
    const char *dir = getenv("GIT_DIR");
    git_buf found = { 0 };
    struct str path = STR("");

    if (git_repository_discover(&found, from ? from : dir ? dir : ".", 0, NULL) == 0)
        path = str_trim_suffix(str_trim_suffix(arena_copy(a, str_c(found.ptr)), STR("/")), STR("/.git"));
    git_buf_dispose(&found);
    return path;
}

/* libgit2 says that a repository is not there, too, when its owner is somebody else and git's settings trust nobody. */
static bool is_distrusted(int code, const char *words)
{
    return code == GIT_EOWNER || (code == GIT_ENOTFOUND && str_has(str_c(words), STR("safe.directory")));
}

static struct str why_not_open(int code, const char *from, struct arena *a)
{
    const git_error *e = git_error_last();
    const char *words = arena_copy(a, str_c(e && e->message ? e->message : "unknown reason")).p;
    struct str folder = is_distrusted(code, words) ? folder_of_repository(from, a) : STR("");

    if (folder.len)
        return arena_printf(a,
                            "the repository in %.*s belongs to somebody else, and git refuses it too; where you trust "
                            "it: git config --global --add safe.directory %.*s",
                            STR_ARG(folder), STR_ARG(folder));
    if (code == GIT_ENOTFOUND && !from && getenv("GIT_DIR"))
        return arena_printf(a, "GIT_DIR names no git repository: %s", getenv("GIT_DIR"));
    if (code == GIT_ENOTFOUND)
        return STR("neither the working directory nor a folder above it is a git repository; go into one, or name one "
                   "in GIT_DIR");
    return arena_printf(a, "the git repository can't be opened: %s", words);
}

bool git_store_open(struct git_store *s, const char *from, struct arena *a, struct str *reason)
{
    int code;

    *s = (struct git_store){ .from = from };
    if (git_libgit2_init() < 0) {
        *reason = STR("libgit2 can't be started");
        return false;
    }
    allow_extensions();
    verify_ourselves();
    s->idle = open_handle(from, true, &code);
    if (s->idle) {
        pthread_mutex_init(&s->lock, NULL);
        return true;
    }
    *reason = why_not_open(code, from, a);
    git_libgit2_shutdown();
    return false;
}

void git_store_close(struct git_store *s)
{
    while (s->idle) {
        struct git_handle *h = s->idle;
        s->idle = h->next;
        close_handle(h);
    }
    pthread_mutex_destroy(&s->lock);
    git_libgit2_shutdown();
}

struct git_handle *git_store_take(struct git_store *s)
{
    struct git_handle *h;
    int code;

    pthread_mutex_lock(&s->lock);
    h = s->idle;
    if (h)
        s->idle = h->next;
    pthread_mutex_unlock(&s->lock);
    return h ? h : open_handle(s->from, false, &code);
}

void git_store_give(struct git_store *s, struct git_handle *h)
{
    pthread_mutex_lock(&s->lock);
    h->next = s->idle;
    s->idle = h;
    pthread_mutex_unlock(&s->lock);
}

int git_store_number(int code)
{
    return code == 0 ? 0 : code == GIT_ENOTFOUND ? FS_OBJECT_MISSING : FS_OBJECT_DAMAGED;
}

static int look(struct git_handle *h, const git_oid *id, uint64_t *size)
{
    git_object_t type;
    size_t len;
    int code = git_odb_read_header(&len, &type, h->objects, id);

    if (code)
        return git_store_number(code);
    *size = len;
    return type == GIT_OBJECT_BLOB ? 0 : FS_OBJECT_DAMAGED;
}

/* Whether the bytes are those that the id was made of. */
static bool is_whole(const char *kind, struct str bytes, const git_oid *id)
{
    struct blob_id found, wanted;

    memcpy(wanted.bytes, id->id, sizeof wanted.bytes);
    return object_id_of(kind, bytes, &found) && blob_id_eq(&found, &wanted);
}

static struct str bytes_of(git_odb_object *o)
{
    return (struct str){ git_odb_object_data(o), git_odb_object_size(o) };
}

static int read_object(struct git_handle *h, const git_oid *id, size_t most, struct buf *bytes)
{
    git_odb_object *o;
    uint64_t size = 0;
    int number = look(h, id, &size);

    if (number == 0 && size > most)
        number = EFBIG;
    if (number == 0)
        number = git_store_number(git_odb_read(&o, h->objects, id));
    if (number)
        return number;
    /* The header of a damaged object may have lied. */
    if (git_odb_object_type(o) != GIT_OBJECT_BLOB || git_odb_object_size(o) != size ||
        !is_whole("blob", bytes_of(o), id))
        number = FS_OBJECT_DAMAGED;
    else
        buf_put(bytes, bytes_of(o));
    git_odb_object_free(o);
    return number;
}

int git_store_read(struct git_store *s, const git_oid *id, size_t most, struct buf *bytes)
{
    struct git_handle *h = git_store_take(s);
    int number;

    if (!h)
        return FS_STORE_CLOSED;
    number = read_object(h, id, most, bytes);
    git_store_give(s, h);
    return number;
}

static int read_tree(struct git_handle *h, const git_oid *id, git_tree **tree)
{
    git_odb_object *o;
    int number = git_store_number(git_odb_read(&o, h->objects, id));

    if (number)
        return number;
    number = is_whole("tree", bytes_of(o), id) ? 0 : FS_OBJECT_DAMAGED;
    git_odb_object_free(o);
    return number ? number : git_store_number(git_tree_lookup(tree, h->repository, id));
}

/* One object; *next is what it stands for where it is a tag. */
static int verify_one(struct git_handle *h, const git_oid *id, git_oid *next, bool *tag)
{
    git_odb_object *o;
    int number = git_store_number(git_odb_read(&o, h->objects, id));
    git_tag *t;

    if (number)
        return number;
    number = is_whole(git_object_type2string(git_odb_object_type(o)), bytes_of(o), id) ? 0 : FS_OBJECT_DAMAGED;
    *tag = git_odb_object_type(o) == GIT_OBJECT_TAG;
    git_odb_object_free(o);
    if (number || !*tag)
        return number;
    number = git_store_number(git_tag_lookup(&t, h->repository, id));
    if (number == 0) {
        git_oid_cpy(next, git_tag_target_id(t));
        git_tag_free(t);
    }
    return number;
}

int git_handle_verify(struct git_handle *h, const git_oid *id)
{
    git_oid at = *id;
    bool tag = true;
    int number = 0;

    for (int depth = 0; number == 0 && tag; depth++)
        number = depth < MOST_TAGS ? verify_one(h, &at, &at, &tag) : FS_OBJECT_DAMAGED;
    return number;
}

int git_store_tree(struct git_store *s, const git_oid *id, git_tree **tree)
{
    struct git_handle *h = git_store_take(s);
    int number;

    if (!h)
        return FS_STORE_CLOSED;
    number = read_tree(h, id, tree);
    git_store_give(s, h);
    return number;
}

int git_store_size(struct git_store *s, const git_oid *id, uint64_t *size)
{
    struct git_handle *h = git_store_take(s);
    int number;

    if (!h)
        return FS_STORE_CLOSED;
    number = look(h, id, size);
    git_store_give(s, h);
    return number;
}

/* rules fetch: the one command that fetches bundles of own rules. */
#include "command/own_bundle.h"
#include "command/own_commands.h"

#include "base/sha256.h"
#include "base/write.h"
#include "git/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

/* A folder below another that is open, made where it is not there. A link is none: it could lead out of the tree. */
static int enter(int at, const char *name)
{
    int fd;

    if (mkdirat(at, name, 0777) != 0 && errno != EEXIST)
        return -1;
    fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd;
}

static int enter_bundle(int root, const struct bundle *b)
{
    int prowgate = enter(root, ".prowgate"), home = prowgate < 0 ? -1 : enter(prowgate, "bundles");
    int folder = home < 0 ? -1 : enter(home, b->key.p);

    if (prowgate >= 0)
        close(prowgate);
    if (home >= 0)
        close(home);
    return folder;
}

/* A whole file or none, beside its place first. */
static bool write_file(int folder, struct str name, struct str bytes, struct arena *a)
{
    const char *temporary = arena_printf(a, ".%ld.tmp", (long)getpid()).p;
    int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;

    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    ok = ok && renameat(folder, temporary, folder, arena_copy(a, name).p) == 0;
    if (!ok) {
        command_fail(NULL, "%.*s: %s", STR_ARG(name), strerror(errno));
        if (fd >= 0)
            unlinkat(folder, temporary, 0);
    }
    return ok;
}

struct fetch {
    struct arena *arena;
    const struct fs *fs;
    int root;
    json_t *old, *list; /* the lock as it was, and the bundles of the new one */
};

/* Whether everything is there as the lock has it. */
static bool is_here(const struct fetch *f, const struct bundle *b, const json_t *entry)
{
    struct buf bytes = { 0 };
    struct str path, reason;
    bool here = json_array_size(json_object_get(entry, "files")) > 0;
    json_t *file;
    size_t i;

    json_array_foreach(json_object_get(entry, "files"), i, file) here =
        here && bundle_file_read(f->fs, b, file, &bytes, f->arena, &path, &reason);
    buf_free(&bytes);
    return here;
}

/* A commit can't change; what it holds now and what the lock has of it must be the same. */
static bool agrees(const json_t *entry, const json_t *files)
{
    const json_t *had = json_object_get(entry, "files");

    return json_array_size(had) == 0 || json_equal(had, files); /* an empty one is damaged, and says nothing */
}

static bool keep(struct fetch *f, const struct bundle *b, const struct git_bundle_file *files, size_t count)
{
    json_t *entry = json_object(), *list, *one;
    int folder = enter_bundle(f->root, b);
    bool ok = folder >= 0 || command_fail(NULL, BUNDLE_HOME "/%.*s: %s", STR_ARG(b->key), strerror(errno)) == EXIT_PASS;

    json_put_string(entry, "url", b->url);
    json_put_string(entry, "commit", b->commit);
    json_put_string(entry, "path", b->path);
    list = json_put_array(entry, "files");
    for (size_t i = 0; i < count; i++) {
        struct sha256 digest;
        one = json_add_object(list);
        json_put_string(one, "name", files[i].name);
        ok = ok && sha256_of(files[i].bytes, &digest);
        json_put_string(one, "sha256", sha256_hex(f->arena, &digest));
    }
    if (ok && !agrees(bundle_locked(f->old, b), list)) {
        command_fail(NULL, "%.*s: its commit %.*s is not what " BUNDLE_LOCK " has the sums of: nothing is written",
                     STR_ARG(b->url), STR_ARG(b->commit));
        ok = false;
    }
    for (size_t i = 0; i < count && ok; i++)
        ok = write_file(folder, files[i].name, files[i].bytes, f->arena);
    if (folder >= 0)
        close(folder);
    json_add(f->list, entry);
    return ok;
}

static bool fetch_one(struct fetch *f, const struct bundle *b)
{
    const char *temporary = getenv("TMPDIR");
    struct str pattern =
        ARENA_JOIN(f->arena, str_c(temporary && *temporary ? temporary : "/tmp"), STR("/prowgate-XXXXXX"));
    char *work = (char *)(uintptr_t)pattern.p;
    struct git_bundle wanted = { b->url.p, b->commit.p, b->path.p, own_is_rule_file, work };
    struct git_bundle_file *files;
    struct str reason;
    size_t count;
    bool ok;

    if (!mkdtemp(work)) {
        command_fail(NULL, "%s: %s", work, strerror(errno));
        return false;
    }
    ok = git_bundle_fetch(&wanted, f->arena, &files, &count, &reason);
    if (!ok)
        command_fail(NULL, "%.*s: %.*s", STR_ARG(b->url), STR_ARG(reason));
    else if (count == 0)
        command_fail(NULL, "%.*s: there is no *.yaml or *.yml in this folder of the commit", STR_ARG(b->url));
    ok = ok && count && keep(f, b, files, count);
    nftw(work, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    if (ok)
        printf("%.*s at %.*s: %zu file%s\n", STR_ARG(b->url), STR_ARG(str_slice(b->commit, 0, 12)), count,
               str_plural(count));
    return ok;
}

static bool fetch_all(struct fetch *f, const struct bundle *list, size_t count)
{
    bool ok = true;

    for (size_t i = 0; i < count; i++) {
        json_t *entry = bundle_locked(f->old, &list[i]);
        if (entry && is_here(f, &list[i], entry)) {
            json_add(f->list, json_incref(entry));
            printf("%.*s at %.*s: here\n", STR_ARG(list[i].url), STR_ARG(str_slice(list[i].commit, 0, 12)));
        } else {
            ok = fetch_one(f, &list[i]) && ok;
        }
    }
    return ok;
}

static bool write_lock(struct fetch *f)
{
    json_t *lock = json_object();
    int prowgate = enter(f->root, ".prowgate");
    struct buf out = { 0 };
    bool ok;

    json_put_int(lock, "version", 1);
    json_put(lock, "bundles", json_incref(f->list));
    json_print(lock, 2, &out);
    buf_char(&out, '\n');
    ok = prowgate >= 0 && write_file(prowgate, STR("rules.lock"), buf_str(&out), f->arena);
    if (prowgate < 0)
        command_fail(NULL, ".prowgate: %s", strerror(errno));
    else
        close(prowgate);
    buf_free(&out);
    return ok;
}

/* A folder of ours with everything in it. */
static void remove_bundle(struct fetch *f, struct str name)
{
    struct str path = ARENA_JOIN(f->arena, STR(BUNDLE_HOME "/"), name);
    struct fs_listing files;
    struct fs_error error;

    if (!fs_list(f->fs, path, f->arena, &files, &error))
        return;
    for (size_t i = 0; i < files.count; i++)
        unlinkat(f->root, ARENA_JOIN(f->arena, path, STR("/"), files.names[i].name).p, 0);
    if (unlinkat(f->root, path.p, AT_REMOVEDIR) == 0)
        printf(BUNDLE_HOME "/%.*s: removed, as no bundle is there any more\n", STR_ARG(name));
    else
        command_fail(NULL, "%.*s: %s; nothing reads it, as no bundle is there any more", STR_ARG(path),
                     strerror(errno));
}

/* What was fetched for bundles that the project file no longer names, at other commits for one. Links are left alone. */
static void remove_others(struct fetch *f, const struct bundle *list, size_t count)
{
    struct fs_listing folders;
    struct fs_error error;

    if (!fs_list(f->fs, STR(BUNDLE_HOME), f->arena, &folders, &error))
        return;
    for (size_t i = 0; i < folders.count; i++) {
        const struct fs_name *name = &folders.names[i];
        bool wanted = !bundle_is_key(name->name) || name->kind != FS_DIRECTORY;
        for (size_t k = 0; k < count; k++)
            wanted = wanted || str_eq(list[k].key, name->name);
        if (!wanted)
            remove_bundle(f, name->name);
    }
}

static bool fetch_project(struct arena *arena, const struct source *source, const struct project *p)
{
    struct fetch f = { .arena = arena, .fs = source->fs, .root = source->disk.root };
    struct bundle *list;
    size_t count;
    bool ok;

    if (!bundles_of(p, arena, &list, &count))
        return false;
    if (count == 0) {
        command_fail(NULL, "own-rules: of prowgate.yaml names no bundle: there is nothing to fetch");
        return false;
    }
    f.old = bundle_lock_read(source->fs, arena);
    f.list = json_array();
    ok = f.old && fetch_all(&f, list, count) && write_lock(&f);
    if (ok)
        remove_others(&f, list, count);
    json_decref(f.old);
    json_decref(f.list);
    return ok;
}

enum exit_status own_fetch(struct arena *arena, const struct args *args)
{
    struct source source;
    struct project p;
    bool ok;

    if (!source_open(&source, arena, args, args->word_count > 1 ? args->words[1] : STR(".")))
        return EXIT_UNDECIDED;
    ok = source.kind == SOURCE_FOLDER;
    if (!ok)
        command_fail(args, "rules fetch writes into a folder, and this is none");
    ok = ok && project_file_find(&p, &source, arena) && fetch_project(arena, &source, &p);
    source_close(&source);
    return ok ? EXIT_PASS : EXIT_UNDECIDED;
}

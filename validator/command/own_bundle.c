#include "command/own_bundle.h"

#include "base/path.h"
#include "base/sha256.h"
#include "command/command.h"

#include <string.h>

enum { LARGEST_LOCK = 4 << 20, LARGEST_FILE = 1 << 20, KEY_DIGITS = 16, COMMIT_DIGITS = 40 };

static void complain(const struct project *p, struct span s, const char *what, struct str about)
{
    fprintf(stderr, "%.*s:%u:%u: %s%s%.*s\n", STR_ARG(p->file), s.line, s.column, what, about.len ? ": " : "",
            STR_ARG(about));
}

bool bundle_is(const struct node *n)
{
    return node_kind(n) == NODE_MAPPING && node_get(n, STR("bundle"));
}

static bool is_commit(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.len == COMMIT_DIGITS;
}

static bool is_url(struct str s)
{
    return str_starts(s, STR("https://")) || str_starts(s, STR("ssh://")) || str_starts(s, STR("file:///"));
}

/* A name that leads nowhere else. */
static bool is_below(struct str path)
{
    struct str part, rest = path;

    for (bool more = path.len > 0; more;) {
        more = str_cut(rest, '/', &part, &rest);
        if (part.len == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return false;
    }
    return true;
}

static struct str key_of(const struct bundle *b, struct arena *a)
{
    struct sha256 digest;

    sha256_of(ARENA_JOIN(a, b->url, STR("\n"), b->path), &digest);
    return ARENA_JOIN(a, str_slice(sha256_hex(a, &digest), 0, KEY_DIGITS), STR("-"), str_slice(b->commit, 0, 12));
}

bool bundle_is_key(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (i == KEY_DIGITS ? name.p[i] != '-' : !strchr("0123456789abcdef", name.p[i]))
            return false;
    return name.len == KEY_DIGITS + 1 + 12;
}

static bool known_fields(const struct project *p, const struct node *n)
{
    bool ok = true;

    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
        if (!node_is(k, STR("bundle")) && !node_is(k, STR("commit")) && !node_is(k, STR("path"))) {
            complain(p, span_of(p->own_source, k), "a bundle has bundle, commit and path, but no", node_text(k));
            ok = false;
        }
    return ok;
}

bool bundle_parse(struct bundle *b, const struct project *p, const struct node *n, struct arena *a)
{
    struct span at = span_of(p->own_source, n);
    bool ok = known_fields(p, n);

    *b = (struct bundle){ .at = at };
    b->url = arena_copy(a, node_text(node_get(n, STR("bundle"))));
    b->commit = arena_copy(a, node_text(node_get(n, STR("commit"))));
    b->path = arena_copy(a, node_text(node_get(n, STR("path"))));
    if (!is_url(b->url)) {
        complain(p, at, "bundle: is the URL of a git repository, by https, ssh or file", b->url);
        ok = false;
    }
    if (!is_commit(b->commit)) {
        complain(p, at, "commit: of a bundle is 40 hexadecimal digits: branches and tags move", b->commit);
        ok = false;
    }
    if (!is_below(b->path)) {
        complain(p, at, "path: of a bundle is a folder of its repository", b->path);
        ok = false;
    }
    if (ok)
        b->key = key_of(b, a);
    return ok;
}

bool bundles_of(const struct project *p, struct arena *a, struct bundle **list, size_t *count)
{
    const struct node *n = p->own_rules, *e;
    bool ok = true;

    *count = 0;
    *list = ARENA_ARRAY(a, struct bundle, n ? node_count(n) + 1 : 1);
    if (n && node_kind(n) != NODE_SEQUENCE)
        return !bundle_is(n) || bundle_parse(&(*list)[(*count)++], p, n, a);
    for (e = n ? node_first(n) : NULL; e; e = node_next(n, e))
        if (bundle_is(e))
            ok = bundle_parse(&(*list)[(*count)++], p, e, a) && ok;
    return ok;
}

json_t *bundle_lock_read(const struct fs *fs, struct arena *a)
{
    struct buf bytes = { 0 };
    struct fs_error error;
    struct json_error e;
    json_t *lock = NULL;

    if (!fs_read(fs, STR(BUNDLE_LOCK), LARGEST_LOCK, &bytes, &error)) {
        if (fs_error_not_exist(&error))
            lock = json_object();
        else
            command_fail(NULL, "%.*s", STR_ARG(fs_error_text(&error, a)));
    } else {
        lock = json_parse(a, buf_str(&bytes), &e);
        if (!json_is_array(json_object_get(lock, "bundles"))) {
            command_fail(NULL, BUNDLE_LOCK
                         " is no lock file of bundles; prowgate rules fetch writes it anew once it is gone");
            json_decref(lock);
            lock = NULL;
        }
    }
    buf_free(&bytes);
    return lock;
}

json_t *bundle_locked(const json_t *lock, const struct bundle *b)
{
    json_t *list = json_object_get(lock, "bundles"), *one;
    size_t i;

    json_array_foreach(list, i, one) if (str_eq(json_bytes(json_object_get(one, "url")), b->url) &&
                                         str_eq(json_bytes(json_object_get(one, "commit")), b->commit) &&
                                         str_eq(json_bytes(json_object_get(one, "path")), b->path)) return one;
    return NULL;
}

bool bundle_file_read(const struct fs *fs, const struct bundle *b, const json_t *file, struct buf *bytes,
                      struct arena *a, struct str *path, struct str *reason)
{
    struct str name = json_bytes(json_object_get(file, "name"));
    struct sha256 wanted, found;
    struct fs_error error;

    *path = ARENA_JOIN(a, STR(BUNDLE_HOME "/"), b->key, STR("/"), name);
    if (!is_below(name) || name.len == 0 || str_find_char(name, '/') != SIZE_MAX ||
        !sha256_parse(json_bytes(json_object_get(file, "sha256")), &wanted))
        *reason = STR(BUNDLE_LOCK " is damaged");
    else if (!fs_read(fs, *path, LARGEST_FILE, bytes, &error))
        *reason = fs_error_not_exist(&error) ? STR("it is not fetched") : fs_error_text(&error, a);
    else if (!sha256_of(buf_str(bytes), &found) || !sha256_eq(&wanted, &found))
        *reason = STR("it is not what " BUNDLE_LOCK " has the sum of");
    else
        return true;
    return false;
}

/* How many files of rules lie beside this one. */
static size_t count_beside(const struct fs *fs, struct arena *a, struct str path)
{
    struct fs_listing names = { 0 };
    struct fs_error error;
    size_t n = 0;

    if (!fs_list(fs, str_trim_suffix(path_dir_part(path), STR("/")), a, &names, &error))
        return 0;
    for (size_t i = 0; i < names.count; i++)
        n += own_is_rule_file(names.names[i].name);
    return n;
}

static bool read_files(struct own_reader *r, const struct project *p, const struct fs *fs, const struct bundle *b,
                       const json_t *files)
{
    struct arena *a = r->rules->arena;
    struct buf bytes = { 0 };
    struct str path = STR(""), reason;
    bool ok = json_array_size(files) > 0; /* of what is no list, too: nobody locks a bundle without rules */
    json_t *file;
    size_t i;

    if (!ok)
        complain(p, b->at, "the lock names no file of this bundle: it is damaged", STR("run prowgate rules fetch"));
    json_array_foreach(files, i, file)
    {
        if (bundle_file_read(fs, b, file, &bytes, a, &path, &reason)) {
            own_read_text(r, path, buf_str(&bytes));
            continue;
        }
        complain(p, b->at, ARENA_JOIN(a, path, STR(": "), reason).p, STR("run prowgate rules fetch"));
        ok = false;
    }
    if (ok && count_beside(fs, a, path) > json_array_size(files)) {
        complain(p, b->at, "the lock does not name every file of this bundle: it is damaged",
                 STR("remove .prowgate/rules.lock and run prowgate rules fetch"));
        ok = false;
    }
    buf_free(&bytes);
    return ok;
}

bool bundle_read_rules(struct own_reader *r, const struct project *p, const struct fs *fs, const struct bundle *b)
{
    json_t *lock = bundle_lock_read(fs, r->rules->arena);
    const json_t *entry = lock ? bundle_locked(lock, b) : NULL;
    bool ok = entry != NULL;

    if (ok)
        ok = read_files(r, p, fs, b, json_object_get(entry, "files"));
    else if (lock)
        complain(p, b->at, "this bundle is not fetched: run prowgate rules fetch", STR(""));
    json_decref(lock);
    r->ok = r->ok && ok;
    return ok;
}

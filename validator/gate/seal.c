#include "gate/seal.h"

#include "base/base64.h"
#include "base/hex.h"
#include "base/path.h"
#include "base/utf8.h"
#include "syntax/json/value.h"

#include <stdlib.h>

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct seal_file *)a)->path, ((const struct seal_file *)b)->path);
}

struct map seal_prow_files(struct arena *a, const struct prow_tree *t)
{
    struct map m;

    map_init(&m, a);
    *map_at(&m, path_clean(a, t->paths.config)) = (void *)(uintptr_t)t;
    *map_at(&m, path_clean(a, t->paths.plugins)) = (void *)(uintptr_t)t;
    for (size_t i = 0; i < t->walk_count; i++)
        for (size_t k = 0; k < t->walks[i].count; k++)
            *map_at(&m, path_clean(a, t->walks[i].files[k].path)) = (void *)(uintptr_t)t;
    return m;
}

bool seal_is_aside(const struct map *prow, struct str path)
{
    return !map_get(prow, path) && !str_eq(path_base(path), STR(".prowignore"));
}

/* A commit's file has its id already; of others the ledger made one. */
static struct str blob_of(struct arena *a, const struct fs_ledger *ledger, const struct fs_ledger_entry *e)
{
    struct blob_id id = e->blob;
    struct buf none = { 0 };
    struct fs_error error;
    bool known = ledger->blobs;

    if (ledger->inner->operations->identify)
        known = fs_identify(ledger->inner, e->path, SEAL_LARGEST, &none, &id, &error);
    buf_free(&none);
    return known ? hex_of(a, id.bytes, sizeof id.bytes) : STR("");
}

bool seal_take_files(struct seal *s, struct arena *a, const struct fs_ledger *ledger, const struct prow_tree *t,
                     struct str *changed)
{
    struct map prow = seal_prow_files(a, t);

    s->files = ARENA_ARRAY(a, struct seal_file, ledger->count);
    s->format = SEAL_FORMAT;
    s->count = 0;
    s->bytes = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct fs_ledger_entry *e = ledger->entries[i];
        struct seal_file *f = &s->files[s->count++];
        struct fs_error error;
        struct fs_info info;

        *f = (struct seal_file){
            .path = arena_copy(a, e->path), .size = e->size, .sha256 = e->sha256, .open_end = e->open_end
        };
        *changed = f->path;
        if (e->changed || !fs_lstat(ledger->inner, f->path, &info, &error))
            return false;
        f->link = info.kind == FS_SYMLINK;
        if (f->link)
            fs_readlink(ledger->inner, f->path, a, &f->target, &error);
        f->aside = seal_is_aside(&prow, f->path);
        f->blob = blob_of(a, ledger, e);
        s->bytes += f->size;
    }
    if (s->count)
        qsort(s->files, s->count, sizeof *s->files, by_path);
    return true;
}

/* JSON can't hold bytes that are no UTF-8, and a path may. */
static void text(json_t *o, const char *key, struct str value)
{
    struct arena a = { 0 };

    if (utf8_valid(value))
        json_put_string(o, key, value);
    else
        json_put_string(o, arena_printf(&a, "%s_b64", key).p, base64_encode(&a, value));
    arena_free(&a);
}

static void text_if_any(json_t *o, const char *key, struct str value)
{
    if (value.len)
        text(o, key, value);
}

static void texts(json_t *o, const char *key, const struct str *paths, size_t count)
{
    json_t *list = json_put_array(o, key);

    for (size_t i = 0; i < count; i++) {
        text(json_add_object(list), "path", paths[i]);
    }
}

static void write_counts(json_t *o, const struct seal *s)
{
    json_t *counts = json_put_object(o, "counts");

    json_put_int(counts, "bytes", s->bytes);
    json_put_int(counts, "files", s->count);
    json_put_int(counts, "periodics", s->counts[PERIODIC]);
    json_put_int(counts, "postsubmits", s->counts[POSTSUBMIT]);
    json_put_int(counts, "presets", s->presets);
    json_put_int(counts, "presubmits", s->counts[PRESUBMIT]);
}

static void write_deployed(json_t *o, const struct seal *s)
{
    json_t *list = json_put_array(o, "deployed");

    for (size_t i = 0; i < s->deployed_count; i++) {
        json_t *one = json_add_object(list);
        text_if_any(one, "component", s->deployed[i].component);
        text(one, "version", s->deployed[i].version);
    }
}

static void write_files(json_t *o, const struct seal *s)
{
    json_t *list = json_put_array(o, "files"), *one;
    struct arena a = { 0 };

    for (size_t i = 0; i < s->count; i++) {
        const struct seal_file *f = &s->files[i];
        one = json_add_object(list);
        json_put_flag(one, "aside", f->aside);
        text_if_any(one, "blob", f->blob);
        if (f->link)
            text(one, "link", f->target);
        text(one, "path", f->path);
        json_put_string(one, "sha256", sha256_hex(&a, &f->sha256));
        json_put_int(one, "size", f->size);
        arena_reset(&a);
    }
    arena_free(&a);
}

static void write_paths(json_t *o, const struct prow_paths *p)
{
    json_t *paths = json_put_object(o, "paths"), *list;

    text_if_any(paths, "config", p->config);
    text_if_any(paths, "config_suffix", p->config_suffix);
    list = json_put_array(paths, "inrepo");
    for (size_t i = 0; i < p->inrepo_count; i++) {
        json_t *one = json_add_object(list);
        text(one, "path", p->inrepo[i].path);
        text(one, "repo", p->inrepo[i].repo);
    }
    text_if_any(paths, "jobs", p->jobs);
    text_if_any(paths, "plugins", p->plugins);
    text_if_any(paths, "plugins_suffix", p->plugins_suffix);
    texts(paths, "supplemental_config", p->supplemental_config, p->supplemental_config_count);
    texts(paths, "supplemental_plugins", p->supplemental_plugins, p->supplemental_plugins_count);
}

void seal_write_body(const struct seal *s, struct buf *body)
{
    json_t *o = json_object();

    write_counts(o, s);
    write_deployed(o, s);
    text_if_any(o, "despite", s->despite);
    write_files(o, s);
    json_put_int(o, "format", SEAL_FORMAT);
    write_paths(o, &s->paths);
    text(o, "tool", s->tool);
    json_put_string(o, "verdict", str_c(verdict_name(s->verdict)));
    json_print(o, 0, body);
}

/* The frame around a body, whose bytes are those that are signed. */
void seal_write(struct str body, struct str signature, struct buf *out)
{
    struct buf rest = { 0 };
    struct arena a = { 0 };
    struct sha256 digest;

    buf_printf(&rest, "{\"manifest\":%.*s", STR_ARG(body));
    if (signature.len)
        buf_printf(&rest, ",\"signature\":\"%.*s\"", STR_ARG(base64_encode(&a, signature)));
    buf_char(&rest, '}');
    sha256_of(buf_str(&rest), &digest);
    buf_printf(out, "{\"digest\":\"sha256:%.*s\",", STR_ARG(sha256_hex(&a, &digest)));
    buf_put(out, str_from(buf_str(&rest), 1));
    buf_char(out, '\n');
    buf_free(&rest);
    arena_free(&a);
}

const struct seal_file *seal_find(const struct seal *s, struct str path)
{
    struct seal_file key = { .path = path };

    return s->count ? bsearch(&key, s->files, s->count, sizeof *s->files, by_path) : NULL;
}

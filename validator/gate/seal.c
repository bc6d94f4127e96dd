#include "gate/seal.h"

#include "base/base64.h"
#include "base/hex.h"
#include "base/path.h"
#include "base/utf8.h"
#include "syntax/json/write.h"

#include <stdlib.h>

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct seal_file *)a)->path, ((const struct seal_file *)b)->path);
}

/* What Prow reads of the tree: main file, plugin file, what the walks found, and the ignore files beside it. */
static struct map prow_files(struct arena *a, const struct prow_tree *t)
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
    struct map prow = prow_files(a, t);

    s->files = ARENA_ARRAY(a, struct seal_file, ledger->count);
    s->count = 0;
    s->bytes = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct fs_ledger_entry *e = ledger->entries[i];
        struct seal_file *f = &s->files[s->count++];
        struct fs_error error;
        struct fs_info info;

        *f = (struct seal_file){ .path = arena_copy(a, e->path), .size = e->size, .sha256 = e->sha256,
                                 .open_end = e->open_end };
        *changed = f->path;
        if (e->changed || !fs_lstat(ledger->inner, f->path, &info, &error))
            return false;
        f->link = info.kind == FS_SYMLINK;
        if (f->link)
            fs_readlink(ledger->inner, f->path, a, &f->target, &error);
        f->aside = !map_get(&prow, f->path) && !str_eq(path_base(f->path), STR(".prowignore"));
        f->blob = blob_of(a, ledger, e);
        s->bytes += f->size;
    }
    if (s->count)
        qsort(s->files, s->count, sizeof *s->files, by_path);
    return true;
}

/* JSON can't hold bytes that are no UTF-8, and a path may. */
static void text(struct json_writer *w, const char *key, struct str value)
{
    struct arena a = { 0 };

    if (utf8_valid(value))
        json_member_string(w, str_c(key), value);
    else
        json_member_string(w, arena_printf(&a, "%s_b64", key), base64_encode(&a, value));
    arena_free(&a);
}

static void text_if_any(struct json_writer *w, const char *key, struct str value)
{
    if (value.len)
        text(w, key, value);
}

static void texts(struct json_writer *w, const char *key, const struct str *list, size_t count)
{
    json_key(w, str_c(key));
    json_begin_array(w);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(w);
        text(w, "path", list[i]);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_counts(struct json_writer *w, const struct seal *s)
{
    json_key(w, STR("counts"));
    json_begin_object(w);
    json_number(w, "bytes", s->bytes);
    json_number(w, "files", s->count);
    json_number(w, "periodics", s->counts[PERIODIC]);
    json_number(w, "postsubmits", s->counts[POSTSUBMIT]);
    json_number(w, "presets", s->presets);
    json_number(w, "presubmits", s->counts[PRESUBMIT]);
    json_end_object(w);
}

static void write_deployed(struct json_writer *w, const struct seal *s)
{
    json_key(w, STR("deployed"));
    json_begin_array(w);
    for (size_t i = 0; i < s->deployed_count; i++) {
        json_begin_object(w);
        text_if_any(w, "component", s->deployed[i].component);
        text(w, "version", s->deployed[i].version);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_files(struct json_writer *w, const struct seal *s)
{
    struct arena a = { 0 };

    json_key(w, STR("files"));
    json_begin_array(w);
    for (size_t i = 0; i < s->count; i++) {
        const struct seal_file *f = &s->files[i];
        json_begin_object(w);
        if (f->aside)
            json_member_bool(w, STR("aside"), true);
        text_if_any(w, "blob", f->blob);
        if (f->link)
            text(w, "link", f->target);
        text(w, "path", f->path);
        json_member_string(w, STR("sha256"), sha256_hex(&a, &f->sha256));
        json_number(w, "size", f->size);
        json_end_object(w);
        arena_reset(&a);
    }
    json_end_array(w);
    arena_free(&a);
}

static void write_paths(struct json_writer *w, const struct prow_paths *p)
{
    json_key(w, STR("paths"));
    json_begin_object(w);
    text_if_any(w, "config", p->config);
    text_if_any(w, "config_suffix", p->config_suffix);
    json_key(w, STR("inrepo"));
    json_begin_array(w);
    for (size_t i = 0; i < p->inrepo_count; i++) {
        json_begin_object(w);
        text(w, "path", p->inrepo[i].path);
        text(w, "repo", p->inrepo[i].repo);
        json_end_object(w);
    }
    json_end_array(w);
    text_if_any(w, "jobs", p->jobs);
    text_if_any(w, "plugins", p->plugins);
    text_if_any(w, "plugins_suffix", p->plugins_suffix);
    texts(w, "supplemental_config", p->supplemental_config, p->supplemental_config_count);
    texts(w, "supplemental_plugins", p->supplemental_plugins, p->supplemental_plugins_count);
    json_end_object(w);
}

void seal_write_body(const struct seal *s, struct buf *body)
{
    struct json_writer w = { .out = body };

    json_begin_object(&w);
    write_counts(&w, s);
    write_deployed(&w, s);
    text_if_any(&w, "despite", s->despite);
    write_files(&w, s);
    json_number(&w, "format", SEAL_FORMAT);
    write_paths(&w, &s->paths);
    text(&w, "tool", s->tool);
    json_member_string(&w, STR("verdict"), str_c(verdict_name(s->verdict)));
    json_end_object(&w);
}

void seal_write(struct str body, struct str signature, struct buf *out)
{
    struct buf rest = { 0 };
    struct json_writer w = { .out = &rest };
    struct arena a = { 0 };
    struct sha256 digest;

    json_begin_object(&w);
    json_key(&w, STR("manifest"));
    json_raw(&w, body);
    if (signature.len)
        json_member_string(&w, STR("signature"), base64_encode(&a, signature));
    json_end_object(&w);
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

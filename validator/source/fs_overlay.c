#include "source/fs_overlay.h"

#include "syntax/span.h"
#include "syntax/yaml/yaml.h"

#include <errno.h>

static const struct fs_overlay *overlay_of(const struct fs *fs)
{
    return (const struct fs_overlay *)(const void *)fs;
}

static bool overlay_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return fs_lstat(overlay_of(fs)->inner, path, info, error);
}

static bool overlay_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return fs_stat(overlay_of(fs)->inner, path, info, error);
}

static bool overlay_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target,
                             struct fs_error *error)
{
    return fs_readlink(overlay_of(fs)->inner, path, a, target, error);
}

static bool overlay_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                         struct fs_error *error)
{
    return fs_list(overlay_of(fs)->inner, path, a, listing, error);
}

/* Empties bytes and puts there what the file reads as; false where it reads as in the tree. */
static bool is_put(const struct fs_overlay *o, struct str path, struct buf *bytes)
{
    for (size_t i = 0; i < o->count; i++) {
        if (!str_eq(o->path[i], path))
            continue;
        buf_reset(bytes);
        buf_put(bytes, o->bytes[i]);
        return true;
    }
    return false;
}

static bool overlay_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    const struct fs_overlay *o = overlay_of(fs);

    return is_put(o, path, bytes) || fs_read(o->inner, path, most, bytes, error);
}

static bool overlay_identify(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct blob_id *id,
                             struct fs_error *error)
{
    const struct fs_overlay *o = overlay_of(fs);

    if (!is_put(o, path, bytes))
        return fs_identify(o->inner, path, most, bytes, id, error);
    if (blob_id_of(buf_str(bytes), id))
        return true;
    *error = (struct fs_error){ "hash", path, EIO };
    return false;
}

static const struct fs_operations plain = {
    .lstat = overlay_lstat,
    .stat = overlay_stat,
    .readlink = overlay_readlink,
    .list = overlay_list,
    .read = overlay_read,
};

static const struct fs_operations with_ids = {
    .lstat = overlay_lstat,
    .stat = overlay_stat,
    .readlink = overlay_readlink,
    .list = overlay_list,
    .read = overlay_read,
    .identify = overlay_identify,
};

void fs_overlay_init(struct fs_overlay *o, const struct fs *inner)
{
    *o = (struct fs_overlay){ .fs = { inner->operations->identify ? &with_ids : &plain }, .inner = inner };
}

void fs_overlay_put(struct fs_overlay *o, struct str path, struct str bytes)
{
    if (o->count == FS_OVERLAY_MOST)
        return;
    o->path[o->count] = path;
    o->bytes[o->count++] = bytes;
}

/* The lines of a literal text as they stand in the manifest, indentation and all; false where they are not the text. */
static bool literal_lines(struct str manifest, uint32_t first, struct str text, struct buf *out)
{
    struct str line, rest = manifest, want;
    size_t indent = SIZE_MAX;

    for (uint32_t i = 1; i < first; i++) {
        if (rest.len == 0)
            return false;
        str_cut(rest, '\n', &line, &rest);
        buf_char(out, '\n');
    }
    while (text.len) {
        str_cut(text, '\n', &want, &text);
        if (rest.len == 0)
            return false;
        str_cut(rest, '\n', &line, &rest);
        if (want.len && indent == SIZE_MAX && line.len >= want.len)
            indent = line.len - want.len;
        if (want.len && (indent == SIZE_MAX || !str_eq(str_from(line, indent < line.len ? indent : line.len), want)))
            return false;
        buf_put(out, line);
        buf_char(out, '\n');
    }
    return true;
}

/* before: the lines of the manifest above this document. */
static bool inner_of_document(struct str manifest, uint32_t before, struct str key, struct arena *a, struct str *bytes)
{
    const struct node *value;
    struct arena scratch = { 0 };
    struct yaml_error error;
    struct buf out = { 0 };
    struct tape t;
    bool found;

    found = yaml_read(&t, &scratch, manifest, &YAML_LIMITS, &error) && node_kind(t.root) == NODE_MAPPING &&
            node_is(node_get(t.root, STR("kind")), STR("ConfigMap"));
    value = found ? node_get(node_get(t.root, STR("data")), key) : NULL;
    found = node_kind(value) == NODE_STRING && node_text(value).len;
    if (found) {
        for (uint32_t i = 0; i < before; i++)
            buf_char(&out, '\n');
        /* The text of a block begins on the line after its "|". */
        if (!literal_lines(manifest, span_of(t.source, value).line + 1, node_text(value), &out)) {
            buf_reset(&out);
            buf_put(&out, node_text(value));
        }
        *bytes = arena_copy(a, buf_str(&out));
    }
    buf_free(&out);
    arena_free(&scratch);
    return found;
}

bool config_map_inner_file(struct str manifest, struct str key, struct arena *a, struct str *bytes)
{
    struct str document = manifest, line, rest = manifest;
    uint32_t before = 0, lines = 0;

    while (rest.len) {
        str_cut(rest, '\n', &line, &rest);
        lines++;
        if (rest.len && !str_starts(rest, STR("---")))
            continue;
        if (inner_of_document(str_slice(document, 0, document.len - rest.len), before, key, a, bytes))
            return true;
        document = rest;
        before = lines;
    }
    return false;
}

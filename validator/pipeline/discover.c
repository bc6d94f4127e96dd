#include "pipeline/discover.h"

#include "base/path.h"
#include "syntax/yaml/yaml.h"

enum { MOST_BYTES = 4 << 20, MOST_DEPTH = 64 };

/* A line that begins with the key. */
static bool has_key(struct str text, struct str key)
{
    struct str line;

    while (text.len) {
        str_cut(text, '\n', &line, &text);
        if (str_starts(line, key))
            return true;
    }
    return false;
}

static void add_file(struct discovered *d, struct arena *a, struct str pipeline, const struct node *path)
{
    if (node_kind(path) == NODE_STRING && node_text(path).len && !str_has(node_text(path), STR("{{")))
        words_add(&d->rendered, a, path_join(a, path_dir_part(pipeline), node_text(path)));
}

/* A chart's own values are not rendered; they are looked at where they hold an action all the same. */
static void add_chart(struct discovered *d, const struct fs *fs, struct arena *a, struct str pipeline,
                      const struct node *dir)
{
    struct buf bytes = { 0 };
    struct fs_error e;
    struct str path;

    if (node_kind(dir) != NODE_STRING)
        return;
    path = path_join(a, path_join(a, path_dir_part(pipeline), node_text(dir)), STR("values.yaml"));
    if (fs_read(fs, path, MOST_BYTES, &bytes, &e) && str_has(buf_str(&bytes), STR("{{")))
        words_add(&d->rendered, a, path);
    buf_free(&bytes);
}

/* What Helm steps have rendered, as far as the file reads as YAML before it is rendered. */
static void add_helm_files(struct discovered *d, const struct fs *fs, struct arena *a, struct str path, struct str text)
{
    struct yaml_error e;
    struct tape t;
    const struct node *groups;

    if (!yaml_read(&t, a, text, NULL, &e))
        return;
    groups = node_get(t.root, STR("resourceGroups"));
    for (const struct node *g = node_first(groups); g; g = node_next(groups, g)) {
        const struct node *steps = node_get(node_value(g), STR("steps"));

        for (const struct node *s = node_first(steps); s; s = node_next(steps, s)) {
            const struct node *step = node_value(s), *files = node_get(step, STR("namespaceFiles"));

            if (!node_is(node_get(step, STR("action")), STR("Helm")))
                continue;
            add_file(d, a, path, node_get(step, STR("valuesFile")));
            add_chart(d, fs, a, path, node_get(step, STR("chartDir")));
            for (const struct node *f = node_first(files); f; f = node_next(files, f))
                add_file(d, a, path, node_value(f));
        }
    }
}

static void look_at(struct discovered *d, const struct fs *fs, struct arena *a, struct str path, struct buf *bytes)
{
    struct fs_error e;
    struct str text;

    if (str_ends(path, STR(".tmpl.bicepparam"))) {
        words_add(&d->rendered, a, path);
        return;
    }
    if (!str_ends(path, STR(".yaml")) && !str_ends(path, STR(".yml")))
        return;
    if (!fs_read(fs, path, MOST_BYTES, bytes, &e)) {
        words_add(&d->unread, a, path);
        return;
    }
    if (!has_key(buf_str(bytes), STR("serviceGroup:")) || !has_key(buf_str(bytes), STR("resourceGroups:")))
        return;
    text = arena_copy(a, buf_str(bytes));
    words_add(&d->pipelines, a, path);
    add_helm_files(d, fs, a, path, text);
}

static bool is_skipped(struct str name)
{
    return str_eq(name, STR(".git")) || str_eq(name, STR("node_modules")) || str_eq(name, STR("testdata")) ||
           str_eq(name, STR("vendor"));
}

static void walk(struct discovered *d, const struct fs *fs, struct arena *a, struct str dir, struct buf *bytes,
                 unsigned depth)
{
    struct fs_listing listing;
    struct fs_error e;

    if (depth > MOST_DEPTH || !fs_list(fs, dir.len ? dir : STR("."), a, &listing, &e)) {
        words_add(&d->unread, a, dir);
        return;
    }
    for (size_t i = 0; i < listing.count; i++) {
        struct str path = dir.len ? path_join(a, dir, listing.names[i].name) : listing.names[i].name;
        enum fs_kind kind = listing.names[i].kind;
        struct fs_info info;

        if (kind == FS_UNKNOWN)
            kind = fs_lstat(fs, path, &info, &e) ? info.kind : FS_OTHER;
        if (kind == FS_DIRECTORY && !is_skipped(listing.names[i].name))
            walk(d, fs, a, path, bytes, depth + 1);
        else if (kind == FS_FILE)
            look_at(d, fs, a, path, bytes);
    }
}

void discover_files(struct discovered *d, const struct fs *fs, struct arena *a)
{
    struct buf bytes = { 0 };

    *d = (struct discovered){ 0 };
    walk(d, fs, a, (struct str){ "", 0 }, &bytes, 0);
    buf_free(&bytes);
    words_sort(&d->pipelines);
    words_sort(&d->rendered);
}

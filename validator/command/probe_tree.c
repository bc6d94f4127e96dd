#include "command/probe_tree.h"

#include "syntax/yaml/yaml.h"

#include <string.h>

struct str probe_tree_key(struct probe *p, struct str tree, struct str more)
{
    struct buf text = { 0 };
    struct str key;

    yaml_write_json(&text, node_get(p->question, tree));
    key = ARENA_JOIN(p->arena, buf_str(&text), STR(" "), more);
    buf_free(&text);
    return key;
}

static struct str path_of(struct arena *a, const struct node *n, struct str name)
{
    return arena_copy(a, node_text(node_get(n, name)));
}

static void read_paths(struct probe_tree *t, const struct node *n)
{
    const struct node *list = node_get(n, STR("supplemental"));
    struct str *folders = ARENA_ARRAY(&t->arena, struct str, node_count(list));
    size_t count = 0;

    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e))
        folders[count++] = arena_copy(&t->arena, node_text(e));
    t->paths = (struct prow_paths){
        .config = path_of(&t->arena, n, STR("config")),
        .jobs = path_of(&t->arena, n, STR("jobs")),
        .plugins = path_of(&t->arena, n, STR("plugins")),
        .supplemental_config = folders,
        .supplemental_config_count = count,
    };
}

static void open_files(struct probe_tree *t, const struct node *files)
{
    fs_memory_init(&t->memory, &t->arena);
    for (const struct node *k = node_first_key(files); k; k = node_next_key(files, k))
        fs_memory_put(&t->memory, arena_copy(&t->arena, node_text(k)),
                      arena_copy(&t->arena, node_text(node_pair_value(k))));
    t->fs = &t->memory.fs;
}

bool probe_tree_open(struct probe_tree *t, struct probe *p, struct str key)
{
    const struct node *n = node_get(p->question, key);
    const struct node *files = node_get(n, STR("files"));
    struct fs_error error;

    memset(t, 0, sizeof *t);
    if (node_kind(files) == NODE_MAPPING) {
        open_files(t, files);
    } else if (node_kind(node_get(n, STR("root"))) != NODE_STRING) {
        probe_refuse(p,
                     ARENA_JOIN(p->arena, STR("probe wants \""), key, STR("\": {\"root\": PATH} or {\"files\": {}}")));
    } else if (fs_disk_open(&t->disk, path_of(&t->arena, n, STR("root")).p, &error)) {
        t->fs = &t->disk.fs;
    } else {
        probe_refuse(p, fs_error_text(&error, p->arena));
    }
    if (t->fs)
        read_paths(t, n);
    else
        arena_free(&t->arena);
    return t->fs != NULL;
}

void probe_tree_close(struct probe_tree *t)
{
    if (t->fs == &t->disk.fs)
        fs_disk_close(&t->disk);
    arena_free(&t->arena);
}

#include "prow/plugins/plugins.h"

#include "prow/presets/preset.h"

bool plugin_file(const struct prow_tree *t, size_t n, struct setting *s)
{
    const struct prow_file *f = prow_tree_file(t, ROLE_PLUGINS, 0);

    if (f && n)
        f = prow_tree_file(t, ROLE_SUPPLEMENTAL_PLUGINS, n - 1);
    *s = setting_whole(f);
    return f != NULL;
}

bool plugin_files_read(const struct prow_tree *t)
{
    struct setting file;
    size_t n = 0;

    for (; plugin_file(t, n, &file); n++)
        if (file.file->broken || file.file->read_error.len)
            return false;
    return n > 0;
}

struct setting plugin_find(const struct prow_tree *t, const char *fields)
{
    struct setting s;

    plugin_file(t, 0, &s);
    return setting_get(t->scratch, &s, fields);
}

/* Indexes the texts of both lists of an entry. */
static void index_names(struct plugin_list *l, struct arena *a)
{
    const struct node *excluded = l->excluded.value;

    map_init(&l->names, a);
    map_init(&l->excluded_names, a);
    for (struct plugin_element e = { 0 }; plugin_next(l, &e);) {
        void **at = map_at(&l->names, plugin_name(a, &e));
        if (!*at) {
            *at = ARENA_NEW(a, struct plugin_element);
            *(struct plugin_element *)*at = e;
        }
    }
    for (const struct node *n = node_first(excluded); n; n = node_next(excluded, n))
        *map_at(&l->excluded_names, node_text(n)) = l;
}

static void add_list(struct plugin_lists *lists, struct arena *a, const struct setting *entry)
{
    struct plugin_list l = { .entry = *entry, .name = setting_key(entry), .plugins = *entry };

    if (node_kind(entry->value) == NODE_MAPPING) {
        l.plugins = setting_get(a, entry, "plugins");
        l.excluded = setting_get(a, entry, "excluded_repos");
    }
    index_names(&l, a);
    *ARENA_PUSH(a, lists->items, lists->count, lists->cap) = l;
}

void plugin_lists_read(struct plugin_lists *lists, const struct prow_tree *t, enum plugin_kind kind)
{
    const char *field = kind == PLUGINS_EXTERNAL ? "external_plugins" : "plugins";
    struct arena *a = t->scratch;
    struct setting root;

    *lists = (struct plugin_lists){ 0 };
    for (size_t n = 0; plugin_file(t, n, &root); n++) {
        struct setting map = setting_get(a, &root, field), entry = { 0 };
        while (node_kind(map.value) == NODE_MAPPING && setting_next(a, &map, &entry))
            add_list(lists, a, &entry);
    }
    map_init(&lists->by_name, a);
    for (size_t i = 0; i < lists->count; i++) {
        void **at = map_at(&lists->by_name, lists->items[i].name);
        if (!*at)
            *at = &lists->items[i];
    }
}

const struct plugin_list *plugin_lists_find(const struct plugin_lists *lists, struct str name)
{
    return map_get(&lists->by_name, name);
}

void plugin_split(struct str name, struct str *org, struct str *repo)
{
    struct str rest;

    str_cut(name, '/', org, &rest);
    str_cut(rest, '/', repo, &rest);
}

bool plugin_excludes(const struct plugin_list *org, struct str repo)
{
    return map_get(&org->excluded_names, repo) != NULL;
}

bool plugin_next(const struct plugin_list *list, struct plugin_element *e)
{
    const struct node *all = list->plugins.value, *n;

    e->index = e->at ? e->index + 1 : 0;
    e->at = e->at ? node_next(all, e->at) : node_first(all);
    n = node_value(e->at);
    e->node = node_kind(n) == NODE_MAPPING ? node_field(n, STR("name")) : n;
    return e->at != NULL;
}

struct str plugin_name(struct arena *a, const struct plugin_element *e)
{
    return preset_label_value(a, e->node);
}

bool plugin_named(const struct plugin_list *list, struct str name, struct plugin_element *e)
{
    const struct plugin_element *found = map_get(&list->names, name);

    if (found)
        *e = *found;
    return found != NULL;
}

const struct plugin_list *plugin_lists_enabling(const struct plugin_lists *lists, struct str name, struct str plugin,
                                                struct plugin_element *e)
{
    const struct plugin_list *list = plugin_lists_find(lists, name);
    struct str org, repo;

    if (list && plugin_named(list, plugin, e))
        return list;
    plugin_split(name, &org, &repo);
    list = repo.len ? plugin_lists_find(lists, org) : NULL;
    return list && !plugin_excludes(list, repo) && plugin_named(list, plugin, e) ? list : NULL;
}

struct place plugin_place(const struct plugin_list *list, const struct plugin_element *e)
{
    return prow_place(list->entry.file, e->node ? e->node : e->at);
}

struct str plugin_path(struct arena *a, const struct plugin_list *list, const struct plugin_element *e)
{
    return arena_element(a, list->plugins.path, e->index);
}

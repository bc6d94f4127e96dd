/* Plugin configuration, as far as it says what people and jobs can do about merging. */
#include "delta/merging.h"

#include "prow/plugins/plugins.h"

static struct place copy_place(struct arena *a, struct place p)
{
    return (struct place){ arena_copy(a, p.file), p.span };
}

static void add_plugins(struct delta_merging *m, struct arena *a, const struct plugin_list *l, bool external)
{
    for (struct plugin_element e = { 0 }; plugin_next(l, &e);) {
        m->plugins = arena_grow(a, m->plugins, m->plugin_count, &m->plugin_cap, sizeof *m->plugins);
        m->plugins[m->plugin_count++] = (struct delta_plugin){
            .where = arena_copy(a, l->name),
            .name = arena_copy(a, plugin_name(a, &e)),
            .external = external,
            .at = copy_place(a, plugin_place(l, &e)),
        };
    }
}

static void add_excluded(struct delta_merging *m, struct arena *a, const struct plugin_list *l)
{
    struct delta_texts names = { ARENA_ARRAY(a, struct str, l->excluded_names.count), 0 };

    if (l->excluded_names.count == 0)
        return;
    for (size_t i = 0; i < l->excluded_names.count; i++)
        names.items[names.count++] = arena_copy(a, l->excluded_names.entries[i].key);
    m->orgs = arena_grow(a, m->orgs, m->org_count, &m->org_cap, sizeof *m->orgs);
    m->orgs[m->org_count++] = (struct delta_plugin_org){ arena_copy(a, l->name), names };
}

/* Of several entries under one name the first counts. */
static void read_lists(struct delta_merging *m, struct arena *a, const struct prow_tree *t, enum plugin_kind kind)
{
    struct plugin_lists lists;

    plugin_lists_read(&lists, t, kind);
    for (size_t i = 0; i < lists.count; i++)
        if (plugin_lists_find(&lists, lists.items[i].name) == &lists.items[i]) {
            add_plugins(m, a, &lists.items[i], kind == PLUGINS_EXTERNAL);
            if (kind == PLUGINS_BUILT_IN)
                add_excluded(m, a, &lists.items[i]);
        }
}

/* A value as people write it on one line. */
static struct str value_of(struct arena *a, const struct setting *s)
{
    const struct node *n = s->value;
    struct str *items;
    size_t count = 0;

    if (node_kind(n) != NODE_SEQUENCE)
        return arena_copy(a, node_text(n));
    items = ARENA_ARRAY(a, struct str, node_count(n));
    for (const struct node *e = node_first(n); e; e = node_next(n, e))
        items[count++] = node_text(node_value(e));
    return ARENA_JOIN(a, STR("["), arena_list(a, STR(", "), items, count), STR("]"));
}

/* What is not set is the zero value, and nothing sets an option to that but for null, which is the same. */
static bool is_zero(struct str value)
{
    return value.len == 0 || str_eq(value, STR("false")) || str_eq(value, STR("[]"));
}

static void read_entry(struct delta_merging *m, struct arena *a, struct arena *scratch, const struct setting *entry,
                       struct str plugin)
{
    struct setting repos = setting_get(scratch, entry, "repos");
    struct delta_option_entry e = { .plugin = plugin, .at = copy_place(a, setting_place(entry)) };

    e.repos.items = ARENA_ARRAY(a, struct str, setting_count(&repos));
    e.options = ARENA_ARRAY(a, struct delta_option, setting_count(entry));
    if (node_kind(repos.value) == NODE_SEQUENCE)
        for (struct setting r = { 0 }; setting_next(scratch, &repos, &r);)
            e.repos.items[e.repos.count++] = arena_copy(a, setting_text(&r));
    for (struct setting o = { 0 }; setting_next(scratch, entry, &o);) {
        struct str value = value_of(a, &o);
        if (!str_eq(setting_key(&o), STR("repos")) && !is_zero(value))
            e.options[e.option_count++] = (struct delta_option){ arena_copy(a, setting_key(&o)), value };
    }
    m->entries = arena_grow(a, m->entries, m->entry_count, &m->entry_cap, sizeof *m->entries);
    m->entries[m->entry_count++] = e;
}

static void read_entries(struct delta_merging *m, struct arena *a, const struct prow_tree *t, const char *field,
                         struct str plugin)
{
    struct setting root;

    for (size_t n = 0; plugin_file(t, n, &root); n++) {
        struct setting list = setting_get(t->scratch, &root, field);
        if (node_kind(list.value) != NODE_SEQUENCE)
            continue;
        for (struct setting e = { 0 }; setting_next(t->scratch, &list, &e);)
            if (node_kind(e.value) == NODE_MAPPING)
                read_entry(m, a, t->scratch, &e, plugin);
    }
}

void delta_plugins_read(struct delta_merging *m, struct arena *a, const struct prow_tree *t)
{
    m->plugins_known = plugin_files_read(t);
    if (!m->plugins_known)
        return;
    read_lists(m, a, t, PLUGINS_BUILT_IN);
    read_lists(m, a, t, PLUGINS_EXTERNAL);
    read_entries(m, a, t, "lgtm", STR("lgtm"));
    read_entries(m, a, t, "approve", STR("approve"));
    read_entries(m, a, t, "triggers", STR("trigger"));
}

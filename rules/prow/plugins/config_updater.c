#include "rules/prow/plugins/config_updater.h"

#include "base/path.h"
#include "prow/plugins/plugins.h"

bool updated_file_next(const struct prow_tree *t, struct updated_file *f)
{
    struct setting maps = plugin_find(t, "config_updater.maps");
    struct arena *a = t->scratch;

    if (!setting_next(a, &maps, &f->entry))
        return false;
    f->name = setting_get(a, &f->entry, "name");
    f->partitioned_names = setting_get(a, &f->entry, "partitioned_names");
    f->clusters = setting_get(a, &f->entry, "clusters");
    f->cluster_groups = setting_get(a, &f->entry, "cluster_groups");
    return true;
}

static struct str map_name(struct arena *a, const struct updated_file *f)
{
    const struct node *names = f->partitioned_names.value;
    struct str *parts;
    size_t n = 0;

    if (setting_text(&f->name).len)
        return setting_text(&f->name);
    parts = ARENA_ARRAY(a, struct str, 2 * node_count(names) + 1);
    for (const struct node *e = node_first(names); e; e = node_next(names, e)) {
        parts[n] = n ? STR(",") : STR("");
        parts[n + 1] = node_text(e);
        n += 2;
    }
    return arena_join(a, parts, n);
}

/* The next pair of cluster and namespace. */
static bool of_clusters(struct arena *a, const struct updated_file *f, struct update_target *u)
{
    for (;;) {
        if (u->in_cluster.at && setting_next(a, &u->in_cluster, &u->at))
            return true;
        u->at = (struct setting){ 0 };
        if (!setting_next(a, &f->clusters, &u->in_cluster))
            return false;
        u->cluster = setting_key(&u->in_cluster);
    }
}

/* Without clusters it is the default cluster and Prow's namespace; or, when there were such fields, the
 * namespaces that they named. */
static bool of_default(struct arena *a, const struct updated_file *f, enum update_mode mode, struct update_target *u)
{
    struct setting more = setting_get(a, &f->entry, "additional_namespaces");
    struct setting own = setting_get(a, &f->entry, "namespace");

    u->cluster = STR("default");
    if (u->index == 0) {
        u->at = mode == UPDATE_BY_NAMESPACES && own.value ? own : f->entry;
        return true;
    }
    if (u->index == 1)
        u->at = (struct setting){ 0 };
    return mode == UPDATE_BY_NAMESPACES && setting_next(a, &more, &u->at);
}

static void name_target(struct arena *a, const struct updated_file *f, struct update_target *u)
{
    struct setting key = setting_get(a, &f->entry, "key");

    u->map = map_name(a, f);
    u->key = setting_text(&key);
    if (u->key.len == 0)
        u->key = path_base(setting_key(&f->entry));
}

bool update_target_next(const struct prow_tree *t, const struct updated_file *f, enum update_mode mode,
                        struct update_target *u)
{
    bool found, first = u->key.len == 0;

    if (first)
        name_target(t->scratch, f, u);
    else
        u->index++;
    if (mode == UPDATE_BY_MAP)
        found = first;
    else if (setting_count(&f->clusters))
        found = of_clusters(t->scratch, f, u);
    else
        found = setting_count(&f->cluster_groups) == 0 && of_default(t->scratch, f, mode, u);
    u->namespace = setting_text(&u->at);
    return found;
}

#include "rules/prow/delivery/delivered.h"

#include "base/path.h"

static bool exists(const struct prow_tree *t, struct str path)
{
    struct fs_info info;
    struct fs_error error;

    return path.len && fs_stat(t->fs, path, &info, &error);
}

static struct str first_name(struct str path)
{
    size_t slash = str_find_char(path, '/');

    return slash == SIZE_MAX ? STR("") : str_slice(path, 0, slash);
}

/* Keys are paths from the root of the repository. The tree may be a folder of it: then their first folders are not here. */
static bool is_whole(const struct delivered *d)
{
    for (size_t i = 0; i < d->delivery.count; i++)
        if (exists(d->tree, first_name(d->delivery.keys[i]->glob)))
            return true;
    return false;
}

bool delivered_read(struct delivered *d, const struct prow_tree *t)
{
    struct str jobs = path_clean(t->scratch, t->paths.jobs);

    *d = (struct delivered){ .tree = t };
    if (t->paths.jobs.len)
        d->jobs = str_eq(jobs, STR(".")) ? STR("") : ARENA_JOIN(t->scratch, jobs, STR("/"));
    delivery_read(&d->delivery, t);
    return d->delivery.count && delivery_is_on(t) && is_whole(d);
}

bool delivered_next(const struct delivered *d, struct delivered_walk *w)
{
    const struct prow_tree *t = d->tree;

    for (; w->walk < t->walk_count; w->walk++, w->file = 0) {
        const struct jobtree *files = &t->walks[w->walk];
        if (files->kind != JOBTREE_JOBS || w->file >= files->count)
            continue;
        w->path = path_clean(t->scratch, files->files[w->file++].path);
        return true;
    }
    return false;
}

struct str delivered_map(const struct delivered *d, const struct delivery_key *k)
{
    struct arena *a = d->tree->scratch;
    struct setting name = setting_get(a, &k->entry, "name"), parts = setting_get(a, &k->entry, "partitioned_names");
    struct setting first = { 0 };

    if (node_kind(parts.value) == NODE_SEQUENCE && setting_next(a, &parts, &first))
        return ARENA_JOIN(a, STR("ConfigMaps "), setting_text(&first), STR(" and others"));
    return ARENA_JOIN(a, STR("ConfigMap "), setting_text(&name));
}

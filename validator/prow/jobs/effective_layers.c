/* The layers of defaults below a job's own decoration_config and prowjob_defaults (fact sheet 2.3 and 2.4). */
#include "prow/jobs/effective.h"

static bool is_list(const struct govalue *v)
{
    return v->type->kind == GO_SLICE;
}

/* Groups that are merged field by field; any other pointer is taken whole. */
static bool is_group(struct str field)
{
    static const struct str groups[] = { STR_INIT("utility_images"), STR_INIT("resources"),
                                         STR_INIT("gcs_configuration"), STR_INIT("censoring_options"),
                                         STR_INIT("scheduling_options") };

    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (str_eq(field, groups[i]))
            return true;
    return false;
}

/* At the top an empty list counts as unset; inside of a group only nil does. */
static bool is_unset(const struct govalue *v, bool top)
{
    if (v && is_list(v) && top)
        return v->count == 0;
    return govalue_is_zero(v);
}

struct govalue *effective_over(struct arena *a, const struct govalue *v, const struct govalue *over)
{
    struct govalue *copy = ARENA_NEW(a, struct govalue);

    *copy = *v;
    copy->over = over;
    return copy;
}

/* GCSConfiguration.mediaTypes: entries of the default are put over those of the job. */
static struct govalue *join_maps(struct arena *a, const struct govalue *own, const struct govalue *def)
{
    struct govalue *all = govalue_new(a, def->declared);

    all->made = true;
    all->node = own && own->made ? own->node : def->node;
    all->origin = own && own->made ? own->origin : def->origin;
    for (size_t i = 0; own && i < own->count; i++)
        govalue_put(a, all, own->keys[i], own->items[i]);
    for (size_t i = 0; i < def->count; i++) {
        const struct govalue *was = govalue_entry(all, def->keys[i]);
        govalue_put(a, all, def->keys[i], was ? effective_over(a, def->items[i], was) : def->items[i]);
    }
    return all;
}

/* X.ApplyDefault(D) of Prow's types; what is not NULL is a struct of the same type. */
static struct govalue *apply(struct arena *a, struct govalue *own, struct govalue *def, bool top)
{
    const struct go_struct *s;
    struct govalue *merged;

    if (!def || !def->made || !own || !own->made)
        return own && own->made ? own : def;
    s = own->type->fields;
    merged = effective_over(a, own, own->over);
    merged->items = ARENA_ARRAY(a, struct govalue *, s->count + 1u);
    for (uint16_t i = 0; i < s->count; i++) {
        struct govalue *o = own->items[i], *d = def->items[i];
        merged->items[i] = o;
        if (govalue_is_zero(d) || (is_list(d) && d->count == 0)) /* nothing to take */
            continue;
        if (top && s->fields[i].type->kind == GO_POINTER && is_group(s->fields[i].name))
            merged->items[i] = apply(a, o, d, false);
        else if (d->type->kind == GO_MAP)
            merged->items[i] = join_maps(a, o, d);
        else
            merged->items[i] = is_unset(o, top) ? d : effective_over(a, o, d);
    }
    return merged;
}

static struct govalue *layer_value(struct effective *e, struct effective_layer *l, const struct go_type *type)
{
    const struct node *at;
    struct str error;

    if (!l->asked && node_kind(l->entry->config) == NODE_MAPPING)
        l->value =
            effective_decode(e, e->arena, l->origin.file, node_value(l->entry->config), type, &l->origin, &error, &at);
    l->asked = true;
    return l->value;
}

/* What the document writes once stands for many jobs, and its group nodes are shared: apply never changes what it is
 * given. */
struct govalue *effective_decoration(struct effective *e, struct arena *a, struct str repo, struct str cluster,
                                     struct govalue *own)
{
    const struct go_type *type = go_type_find("prow/jobs", "DecorationConfig");
    struct str one = decoration_one(&e->config, repo);
    struct govalue *merged = NULL;

    for (size_t i = 0; i < e->config.decoration_count; i++)
        if (decoration_applies(&e->config, e->decoration[i].entry, one, repo, cluster))
            merged = apply(a, layer_value(e, &e->decoration[i], type), merged, true);
    return apply(a, own, merged, true);
}

struct govalue *effective_prowjob(struct effective *e, struct arena *a, struct str repo, struct str cluster,
                                  struct govalue *own, const struct go_type *type)
{
    struct govalue *merged = NULL;

    for (size_t i = 0; i < e->config.prowjob_count; i++)
        if (default_entry_matches(&e->config.prowjob[i], repo, cluster))
            merged = apply(a, layer_value(e, &e->prowjob[i], go_type_target(type)), merged, true);
    merged = apply(a, own, merged, true);
    if (!merged) {
        merged = govalue_new(a, type);
        merged->made = true;
    }
    return merged;
}

#include "prow/jobs/decoration.h"

static bool is_mapping(const struct node *n)
{
    return node_kind(n) == NODE_MAPPING;
}

void decoration_init(struct decoration *d, struct arena *a, const struct prow_config *c, bool decorate,
                     const struct node *own, struct str repo, struct str cluster)
{
    size_t most = (decorate ? c->decoration_count : 0) + 1;
    struct str one = decoration_one(c, repo);

    *d = (struct decoration){ .layers = ARENA_ARRAY(a, const struct node *, most) };
    for (size_t i = 0; decorate && i < c->decoration_count; i++)
        if (is_mapping(c->decoration[i].config) && decoration_applies(c, &c->decoration[i], one, repo, cluster))
            d->layers[d->count++] = c->decoration[i].config;
    if (is_mapping(own))
        d->layers[d->count++] = own;
}

/* Fields that no check looks at, and that jobs set most. */
static bool is_unchecked(struct str key)
{
    static const struct str fields[] = { STR_INIT("timeout"), STR_INIT("grace_period"), STR_INIT("resources"),
                                         STR_INIT("skip_cloning") };

    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (str_eq(key, fields[i]))
            return true;
    return false;
}

bool decoration_is_common(const struct decoration *d, const struct common_decoration *common)
{
    const struct node *own = d->count == common->count + 1 ? d->layers[common->count] : NULL;

    if (d->count != common->count + (own != NULL))
        return false;
    for (size_t i = 0; i < common->count; i++)
        if (d->layers[i] != common->layers[i])
            return false;
    for (const struct node *k = node_first_key(own); k; k = node_next_key(own, k))
        if (!is_unchecked(node_text(k)))
            return false;
    return true;
}

const struct node *decoration_get(const struct decoration *d, struct str field)
{
    for (size_t i = d->count; i > 0; i--) {
        const struct node *n = node_field(d->layers[i - 1], field);
        if (n && n->kind != NODE_NULL)
            return n;
    }
    return NULL;
}

const struct node *decoration_list(const struct decoration *d, struct str field)
{
    for (size_t i = d->count; i > 0; i--) {
        const struct node *n = node_field(d->layers[i - 1], field);
        if (node_count(n))
            return n;
    }
    return NULL;
}

const struct node *decoration_text(const struct decoration *d, struct str group, struct str field)
{
    for (size_t i = d->count; i > 0; i--) {
        const struct node *n = node_field(node_field(d->layers[i - 1], group), field);
        if (node_text(n).len && n->kind != NODE_NULL)
            return n;
    }
    return NULL;
}

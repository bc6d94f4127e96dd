/* The edges of a graph as MarshalDOT prints them. */
#include "pipeline/graph_parts.h"

#include "base/quote.h"

static bool shortened(struct str service, struct str *out)
{
    size_t dots = 0;

    for (size_t i = 0; i < service.len; i++)
        if (service.p[i] == '.' && ++dots == 4) {
            *out = str_from(service, i + 1);
            return true;
        }
    return false;
}

static struct str dot_id(struct arena *a, struct str service, struct str group, struct str step, struct str stamp)
{
    if (stamp.len)
        return ARENA_JOIN(a, service, STR("_"), group, STR("_"), step, STR("_"), stamp);
    return ARENA_JOIN(a, service, STR("_"), group, STR("_"), step);
}

static bool id_of(struct arena *a, const struct graph_node *n, struct str *id, struct graph_fault *f)
{
    struct str service;

    if (!shortened(n->service, &service)) {
        f->words = ARENA_JOIN(a, STR("invalid service group: "), arena_quote(a, n->service),
                              STR(" (expected at least 5 dot-separated parts, e.g. \"a.b.c.d.e\")"));
        return false;
    }
    *id = dot_id(a, service, n->group, n->step, n->stamp);
    return true;
}

static bool in_graph(const struct service *s, const struct service *const *roots, size_t root_count)
{
    for (; s; s = s->parent)
        for (size_t i = 0; i < root_count; i++)
            if (roots[i] == s)
                return true;
    return false;
}

/* Validation steps hang on a node of their own. */
static void add_validations(struct graph *g, const struct graph_pipeline *gp, struct arena *a)
{
    const struct pipeline *p = gp->pipeline;
    struct str service;

    if (!shortened(p->service, &service))
        return;
    for (size_t i = 0; i < p->group_count; i++)
        for (size_t j = 0; j < p->groups[i].validation_count; j++) {
            struct str stamp = gp->service->stamped && p->groups[i].stamped ? gp->stamp : (struct str){ "", 0 };

            words_add(&g->dot, a,
                      ARENA_JOIN(a, STR("\"serviceValidation\" -> \""),
                                 dot_id(a, service, p->groups[i].name, p->groups[i].validations[j].name, stamp),
                                 STR("\";")));
        }
}

bool graph_dot(struct graph *g, const struct service *const *roots, size_t root_count,
               const struct graph_pipeline *pipelines, size_t pipeline_count, struct arena *a, struct graph_fault *f)
{
    struct str *ids = ARENA_ARRAY(a, struct str, g->count + 1);

    for (size_t i = 0; i < g->count; i++)
        if (!id_of(a, &g->nodes[i], &ids[i], f))
            return false;
    for (size_t i = 0; i < g->count; i++)
        for (size_t k = 0; k < g->nodes[i].child_count; k++)
            words_add(&g->dot, a,
                      ARENA_JOIN(a, STR("\""), ids[i], STR("\" -> \""), ids[g->nodes[i].children[k]], STR("\";")));
    for (size_t i = 0; i < pipeline_count; i++)
        if (pipelines[i].pipeline && in_graph(pipelines[i].service, roots, root_count))
            add_validations(g, &pipelines[i], a);
    words_sort(&g->dot);
    return true;
}

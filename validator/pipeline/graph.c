#include "pipeline/graph.h"

#include "base/map.h"
#include "base/quote.h"
#include "pipeline/behaviour.h"
#include "pipeline/graph_parts.h"

#include <stdlib.h>

struct leaf_list {
    uint32_t *at;
    size_t count, cap;
};

struct record {
    struct str stamp, name;
    const struct group *group;
    const struct pipeline *pipeline;
    struct words owners;
};

struct build {
    struct graph *g;
    struct arena *arena;
    struct map index;    /* node key -> index + 1 */
    struct map services; /* recorded */
    struct map stamped;  /* group name -> struct record of the first declaration */
    struct map records;  /* stamp, name -> struct record */
    const struct graph_pipeline *pipelines;
    size_t pipeline_count;
    const struct pipeline *provisioned;
    const struct group *provisioning;
    uint64_t pin;
    struct graph_fault *f;
    unsigned depth;
};

enum { MOST_DEPTH = 500 };

static bool fail(struct build *b, struct str words, const struct pipeline *p, const struct node *at)
{
    if (!b->f->words.len)
        *b->f = (struct graph_fault){ .words = words, .pipeline = p, .at = at };
    return false;
}

static struct str key_of(struct arena *a, struct str stamp, struct str service, struct str group, struct str step)
{
    struct str zero = { "", 1 };

    return ARENA_JOIN(a, stamp, zero, service, zero, group, zero, step);
}

static struct str shown(struct arena *a, const struct graph_node *n)
{
    if (n->stamp.len)
        return ARENA_JOIN(a, n->service, STR("/"), n->group, STR("/"), n->step, STR(" (stamp="), n->stamp, STR(")"));
    return ARENA_JOIN(a, n->service, STR("/"), n->group, STR("/"), n->step);
}

static int cmp_nodes(const struct graph_node *a, const struct graph_node *b)
{
    int order = str_cmp(a->stamp, b->stamp);

    order = order ? order : str_cmp(a->service, b->service);
    order = order ? order : str_cmp(a->group, b->group);
    return order ? order : str_cmp(a->step, b->step);
}

static int by_node(const void *a, const void *b)
{
    return cmp_nodes(a, b);
}

static bool has(const uint32_t *list, size_t count, uint32_t what)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == what)
            return true;
    return false;
}

static void connect(struct build *b, uint32_t from, uint32_t to)
{
    struct graph_node *n = &b->g->nodes[from], *m = &b->g->nodes[to];

    if (has(n->children, n->child_count, to))
        return;
    n->children = arena_grow(b->arena, n->children, n->child_count, &n->child_cap, sizeof *n->children);
    n->children[n->child_count++] = to;
    m->parents = arena_grow(b->arena, m->parents, m->parent_count, &m->parent_cap, sizeof *m->parents);
    m->parents[m->parent_count++] = from;
}

static uint32_t find_node(const struct build *b, struct str key)
{
    return (uint32_t)((uintptr_t)map_get(&b->index, key));
}

static struct str stamp_of(const struct build *b, const struct group *g, struct str stamp)
{
    return !pipeline_behaves(PIPELINE_GROUPS_STAMPED, b->pin) || g->stamped ? stamp : (struct str){ "", 0 };
}

/* Every step of a pipeline as a node, those of unstamped groups once for all stamps. */
static void add_nodes(struct build *b, const struct graph_pipeline *gp)
{
    const struct pipeline *p = gp->pipeline;
    struct graph_node *fresh;
    size_t most = 0, count = 0;

    for (size_t i = 0; i < p->group_count; i++)
        most += p->groups[i].step_count;
    fresh = ARENA_ARRAY(b->arena, struct graph_node, most + 1);
    for (size_t i = 0; i < p->group_count; i++)
        for (size_t j = 0; j < p->groups[i].step_count; j++)
            fresh[count++] = (struct graph_node){ .stamp = stamp_of(b, &p->groups[i], gp->stamp),
                                                  .service = p->service,
                                                  .group = p->groups[i].name,
                                                  .step = p->groups[i].steps[j].name,
                                                  .what = &p->groups[i].steps[j],
                                                  .pipeline = p };
    qsort(fresh, count, sizeof *fresh, by_node);
    for (size_t i = 0; i < count; i++) {
        struct str key = key_of(b->arena, fresh[i].stamp, fresh[i].service, fresh[i].group, fresh[i].step);
        void **at = map_at(&b->index, key);

        if (*at)
            continue;
        b->g->nodes = arena_grow(b->arena, b->g->nodes, b->g->count, &b->g->cap, sizeof *b->g->nodes);
        b->g->nodes[b->g->count++] = fresh[i];
        *at = (void *)(uintptr_t)b->g->count;
    }
}

static const struct group *group_named(const struct pipeline *p, struct str name)
{
    for (size_t i = 0; i < p->group_count; i++)
        if (str_eq(p->groups[i].name, name))
            return &p->groups[i];
    return NULL;
}

static void add_edges(struct build *b, const struct graph_pipeline *gp)
{
    const struct pipeline *p = gp->pipeline;

    for (size_t i = 0; i < p->group_count; i++)
        for (size_t j = 0; j < p->groups[i].step_count; j++) {
            const struct step *s = &p->groups[i].steps[j];
            uint32_t to = find_node(b, key_of(b->arena, stamp_of(b, &p->groups[i], gp->stamp), p->service,
                                              p->groups[i].name, s->name));

            for (size_t k = 0; k < s->depend_count + s->input_count; k++) {
                const struct step_ref *r = k < s->depend_count ? &s->depends[k] : &s->inputs[k - s->depend_count];
                const struct group *g = group_named(p, r->group);
                uint32_t from =
                    g ? find_node(b, key_of(b->arena, stamp_of(b, g, gp->stamp), p->service, r->group, r->step)) : 0;

                if (from && to)
                    connect(b, from - 1, to - 1);
            }
        }
}

/* Children in the order of their names, as upstream has them before services are wired. */
static void sort_children(struct build *b)
{
    for (size_t i = 0; i < b->g->count; i++) {
        struct graph_node *n = &b->g->nodes[i];

        for (size_t k = 1; k < n->child_count; k++)
            for (size_t m = k; m > 0 && cmp_nodes(&b->g->nodes[n->children[m]], &b->g->nodes[n->children[m - 1]]) < 0;
                 m--) {
                uint32_t x = n->children[m];

                n->children[m] = n->children[m - 1];
                n->children[m - 1] = x;
            }
    }
}

static bool one_provisioning(struct build *b, const struct pipeline *p)
{
    const struct group *found = NULL;

    for (size_t i = 0; i < p->group_count; i++) {
        if (!p->groups[i].provisioning)
            continue;
        if (found)
            return fail(b,
                        ARENA_JOIN(b->arena, STR("failed to generate graph for pipeline "), p->service,
                                   STR(": multiple subscriptions found for pipeline "), p->service),
                        p, p->groups[i].provisioning);
        found = &p->groups[i];
    }
    return true;
}

static bool declared_stamped(struct build *b, const struct service *s, const struct pipeline *p, const struct group *g)
{
    struct record **first = (struct record **)map_at(&b->stamped, g->name);

    if (!pipeline_behaves(PIPELINE_GROUPS_STAMPED, b->pin))
        return true;
    if (g->stamped && !s->stamped)
        return fail(b,
                    ARENA_JOIN(b->arena, STR("unstamped service "), arena_quote(b->arena, s->group),
                               STR(" defines stamped resource group "), arena_quote(b->arena, g->name)),
                    p, g->node);
    if (!*first) {
        *first = ARENA_NEW(b->arena, struct record);
        **first = (struct record){ .name = g->name, .group = g, .pipeline = p };
        words_add(&(*first)->owners, b->arena, s->group);
        return true;
    }
    if ((*first)->group->stamped == g->stamped) {
        /* the words name the service that said so last */
        (*first)->pipeline = p;
        (*first)->group = g;
        (*first)->owners.at[0] = s->group;
        return true;
    }
    fail(b,
         ARENA_JOIN(b->arena, STR("resource group "), arena_quote(b->arena, g->name),
                    STR(" has inconsistent stamped declaration: stamped="),
                    (*first)->group->stamped ? STR("true") : STR("false"), STR(" in service "),
                    arena_quote(b->arena, (*first)->owners.at[0]), STR(", stamped="),
                    g->stamped ? STR("true") : STR("false"), STR(" in service "), arena_quote(b->arena, s->group)),
         p, g->node);
    b->f->also = (*first)->group->node;
    b->f->also_pipeline = (*first)->pipeline;
    return false;
}

static bool record_group(struct build *b, const struct service *s, const struct graph_pipeline *gp,
                         const struct group *g)
{
    struct str stamp = stamp_of(b, g, gp->stamp), zero = { "", 1 };
    struct record **at = (struct record **)map_at(&b->records, ARENA_JOIN(b->arena, stamp, zero, g->name));

    if (!*at) {
        *at = ARENA_NEW(b->arena, struct record);
        **at = (struct record){ .stamp = stamp, .name = g->name, .group = g, .pipeline = gp->pipeline };
    } else if (!graph_groups_equal(g, (*at)->group)) {
        struct words owners = (*at)->owners;

        words_sort(&owners);
        fail(b,
             ARENA_JOIN(b->arena, STR("resource group "), g->name,
                        STR(" already recorded with different step meta (existing services: "),
                        arena_list(b->arena, STR(", "), owners.at, owners.count), STR(", new service: "), s->group,
                        STR("), diff: "),
                        graph_groups_diff(g, (*at)->group, pipeline_behaves(PIPELINE_GROUPS_STAMPED, b->pin),
                                          b->arena)),
             gp->pipeline, g->node);
        b->f->also = (*at)->group->node;
        b->f->also_pipeline = (*at)->pipeline;
        return false;
    }
    words_add(&(*at)->owners, b->arena, s->group);
    words_sort(&(*at)->owners);
    return true;
}

static bool record_provisioning(struct build *b, const struct pipeline *p)
{
    for (size_t i = 0; i < p->group_count; i++) {
        const struct group *g = &p->groups[i];

        if (!g->provisioning)
            continue;
        if (b->provisioning)
            return fail(b,
                        ARENA_JOIN(b->arena, STR("subscription provisioning already recorded for "),
                                   b->provisioned->service, STR("/"), b->provisioning->name,
                                   STR(", cannot add another for "), p->service, STR("/"), g->name),
                        p, g->provisioning);
        b->provisioning = g;
        b->provisioned = p;
    }
    return true;
}

static bool is_leaf(const struct build *b, const struct graph_node *n)
{
    if (n->what->omitted)
        return false;
    for (size_t i = 0; i < n->child_count; i++)
        if (!b->g->nodes[n->children[i]].what->omitted)
            return false;
    return true;
}

static bool add_iteration(struct build *b, const struct service *s, const struct graph_pipeline *gp)
{
    const struct pipeline *p = gp->pipeline;

    if (!one_provisioning(b, p))
        return false;
    for (size_t i = 0; i < p->group_count; i++)
        if (!declared_stamped(b, s, p, &p->groups[i]))
            return false;
    for (size_t i = 0; i < p->group_count; i++)
        if (!record_group(b, s, gp, &p->groups[i]))
            return false;
    if (!record_provisioning(b, p))
        return false;
    for (size_t i = 0; i < p->group_count; i++)
        b->g->validation_count += p->groups[i].validation_count;
    add_nodes(b, gp);
    add_edges(b, gp);
    sort_children(b);
    return true;
}

/* The pipelines of a service: one, or one for each stamp where it is stamped and stamps are given. */
static bool add_service(struct build *b, const struct service *s)
{
    const struct graph_pipeline *any = NULL;
    bool stamps = false;

    for (size_t i = 0; i < b->pipeline_count; i++)
        if (b->pipelines[i].pipeline && str_eq(b->pipelines[i].pipeline->service, s->group)) {
            any = any ? any : &b->pipelines[i];
            stamps |= b->pipelines[i].stamp.len > 0;
        }
    if (!any)
        return fail(b, ARENA_JOIN(b->arena, STR("pipeline for service "), s->group, STR(" not found")), NULL, s->node);
    if (!s->stamped || !stamps) {
        struct graph_pipeline once = *any;

        once.stamp = (struct str){ "", 0 };
        return add_iteration(b, s, &once);
    }
    for (size_t i = 0; i < b->pipeline_count; i++)
        if (b->pipelines[i].pipeline && str_eq(b->pipelines[i].pipeline->service, s->group) &&
            !add_iteration(b, s, &b->pipelines[i]))
            return false;
    return true;
}

static bool has_own_parent(const struct build *b, const struct graph_node *n)
{
    for (size_t i = 0; i < n->parent_count; i++)
        if (str_eq(b->g->nodes[n->parents[i]].service, n->service))
            return true;
    return false;
}

/* Every root of the child waits for every leaf of the parent, stamp by stamp. */
static void wire(struct build *b, const struct service *child, const struct leaf_list *leaves)
{
    bool *roots = ARENA_ARRAY(b->arena, bool, b->g->count + 1);

    for (size_t i = 0; i < b->g->count; i++)
        roots[i] = str_eq(b->g->nodes[i].service, child->group) && !has_own_parent(b, &b->g->nodes[i]);
    for (size_t k = 0; k < leaves->count; k++)
        for (size_t i = 0; i < b->g->count; i++) {
            struct str a = b->g->nodes[leaves->at[k]].stamp, c = b->g->nodes[i].stamp;

            if (roots[i] && (a.len == 0 || c.len == 0 || str_eq(a, c)))
                connect(b, leaves->at[k], (uint32_t)i);
        }
}

static bool accumulate(struct build *b, const struct service *s, bool deep)
{
    void **known = map_at(&b->services, s->group);
    size_t before = b->g->count;
    struct leaf_list leaves = { 0 };

    if (*known)
        return fail(b, ARENA_JOIN(b->arena, STR("service group "), s->group, STR(" already recorded")), NULL, s->node);
    *known = b;
    if (!add_service(b, s))
        return false;
    if (!deep)
        return true;
    for (size_t i = before; i < b->g->count; i++)
        if (is_leaf(b, &b->g->nodes[i])) {
            leaves.at = arena_grow(b->arena, leaves.at, leaves.count, &leaves.cap, sizeof *leaves.at);
            leaves.at[leaves.count++] = (uint32_t)i;
        }
    if (++b->depth > MOST_DEPTH)
        return fail(b, STR("services nest too deeply"), NULL, s->node);
    for (const struct service *c = s->first; c; c = c->next) {
        if (!accumulate(b, c, true))
            return false;
        wire(b, c, &leaves);
    }
    b->depth--;
    return true;
}

static bool is_stamped(const struct build *b, struct str group, bool *known)
{
    const struct record *r = map_get(&b->stamped, group);

    *known = r != NULL;
    return r && r->group->stamped;
}

static bool add_external(struct build *b, size_t i, const struct external_ref *e)
{
    const struct graph_node *n = &b->g->nodes[i];
    const struct group *own = group_named(n->pipeline, n->group);
    struct str stamp = { "", 0 };
    struct arena *a = b->arena;
    uint32_t from;
    bool known;

    if (pipeline_behaves(PIPELINE_GROUPS_STAMPED, b->pin)) {
        bool target = is_stamped(b, e->group, &known);

        if (!known)
            return fail(b,
                        ARENA_JOIN(a, STR("step "), arena_quote(a, n->step), STR(" in resource group "),
                                   arena_quote(a, n->group), STR(" (service "), arena_quote(a, n->service),
                                   STR(") has external dependency on unknown resource group "),
                                   arena_quote(a, e->group), STR(" in service "), arena_quote(a, e->service)),
                        n->pipeline, e->at);
        if (target && !(own && own->stamped))
            return fail(b,
                        ARENA_JOIN(a, STR("step "), arena_quote(a, n->step), STR(" in unstamped resource group "),
                                   arena_quote(a, n->group), STR(" (service "), arena_quote(a, n->service),
                                   STR(") has external dependency on stamped resource group "),
                                   arena_quote(a, e->group), STR(" in service "), arena_quote(a, e->service)),
                        n->pipeline, e->at);
        if (target)
            stamp = n->stamp;
    }
    from = find_node(b, key_of(a, stamp, e->service, e->group, e->step));
    if (!from) {
        struct graph_node missing = { .stamp = stamp, .service = e->service, .group = e->group, .step = e->step };

        return fail(b, ARENA_JOIN(a, STR("node "), shown(a, &missing), STR(" not found")), n->pipeline, e->at);
    }
    connect(b, from - 1, (uint32_t)i);
    return true;
}

static bool add_externals(struct build *b)
{
    for (size_t i = 0; i < b->g->count; i++)
        for (size_t k = 0; k < b->g->nodes[i].what->external_count; k++)
            if (!add_external(b, i, &b->g->nodes[i].what->external[k]))
                return false;
    sort_children(b);
    return true;
}

struct visit {
    uint32_t node;
    size_t next;
};

static bool say_cycle(struct build *b, const struct visit *stack, size_t depth, uint32_t reached)
{
    struct str *way = ARENA_ARRAY(b->arena, struct str, depth + 1), last;
    const struct graph_node *from = &b->g->nodes[stack[depth - 1].node];
    bool whole = pipeline_behaves(PIPELINE_CYCLES_NAME_SERVICES, b->pin);

    for (size_t i = 0; i < depth; i++) {
        const struct graph_node *n = &b->g->nodes[stack[i].node];

        way[i] = whole ? shown(b->arena, n) : ARENA_JOIN(b->arena, n->group, STR("/"), n->step);
    }
    last = whole ? shown(b->arena, &b->g->nodes[reached])
                 : ARENA_JOIN(b->arena, b->g->nodes[reached].group, STR("/"), b->g->nodes[reached].step);
    fail(b,
         ARENA_JOIN(b->arena, STR("cycle detected, reached "), last, STR(" via "),
                    arena_list(b->arena, STR(" -> "), way, depth)),
         b->g->nodes[reached].pipeline, b->g->nodes[reached].what->node);
    b->f->also = from->what->node;
    b->f->also_pipeline = from->pipeline;
    return false;
}

/* Depth first from every node; on the way, done, or not yet seen. */
static bool no_cycles(struct build *b)
{
    uint8_t *state = ARENA_ARRAY(b->arena, uint8_t, b->g->count + 1);
    struct visit *stack = ARENA_ARRAY(b->arena, struct visit, b->g->count + 1);

    for (size_t i = 0; i < b->g->count; i++) {
        size_t depth = 0;

        if (state[i])
            continue;
        stack[depth++] = (struct visit){ (uint32_t)i, 0 };
        state[i] = 1;
        while (depth) {
            struct visit *v = &stack[depth - 1];
            const struct graph_node *n = &b->g->nodes[v->node];
            uint32_t child;

            if (v->next == n->child_count) {
                state[v->node] = 2;
                depth--;
                continue;
            }
            child = n->children[v->next++];
            if (state[child] == 1)
                return say_cycle(b, stack, depth, child);
            if (state[child] == 0) {
                state[child] = 1;
                stack[depth++] = (struct visit){ child, 0 };
            }
        }
    }
    return true;
}

bool graph_build(struct graph *g, const struct service *const *roots, size_t root_count, bool deep,
                 const struct graph_pipeline *pipelines, size_t pipeline_count, uint64_t pin, struct arena *a,
                 struct graph_fault *f)
{
    struct build b = {
        .g = g, .arena = a, .pipelines = pipelines, .pipeline_count = pipeline_count, .pin = pin, .f = f
    };

    *g = (struct graph){ 0 };
    *f = (struct graph_fault){ 0 };
    map_init(&b.index, a);
    map_init(&b.services, a);
    map_init(&b.stamped, a);
    map_init(&b.records, a);
    for (size_t i = 0; i < root_count; i++)
        if (!accumulate(&b, roots[i], deep))
            return false;
    return (!deep || add_externals(&b)) && no_cycles(&b) &&
           graph_dot(g, roots, root_count, pipelines, pipeline_count, a, f);
}

#include "lsp/steps.h"

static bool is_key(const struct chain_link *l, const char *name)
{
    return l->key && node_is(l->key, str_c(name));
}

/* resourceGroups[i].steps[k].name */
static bool is_written_at(const struct chain *c, const struct tape *t, struct step_name *out)
{
    if (c->count != 5 || !is_key(&c->links[0], "resourceGroups") || !is_key(&c->links[2], "steps") ||
        !is_key(&c->links[4], "name"))
        return false;
    out->group = node_text(node_get(chain_value(t, c, 2), STR("name")));
    out->step = node_text(node_get(chain_value(t, c, 4), STR("name")));
    return true;
}

/* {resourceGroup: g, step: s}, in dependsOn, input, identityFrom and wherever else. */
static bool reference(const struct node *map, struct step_name *out)
{
    const struct node *group = node_get(map, STR("resourceGroup")), *step = node_get(map, STR("step"));

    if (!group || !step || node_get(map, STR("serviceGroup")))
        return false;
    *out = (struct step_name){ node_text(group), node_text(step) };
    return true;
}

bool step_at(const struct spot *at, struct step_name *out)
{
    const struct chain *c = &at->chain;
    const struct tape *t = &at->model->tape;

    if (at->kind.kind != KIND_PIPELINE || c->count < 2 || (!c->on_key && !c->on_value))
        return false;
    return is_written_at(c, t, out) || reference(chain_value(t, c, c->count - 1), out);
}

static void written(const struct node *root, const struct step_name *name,
                    void (*visit)(void *context, const struct node *where, bool definition), void *context)
{
    const struct node *groups = node_get(root, STR("resourceGroups"));

    for (const struct node *g = node_kind(groups) == NODE_SEQUENCE ? node_first(groups) : NULL; g;
         g = node_next(groups, g)) {
        const struct node *steps = node_get(g, STR("steps"));
        if (!str_eq(node_text(node_get(g, STR("name"))), name->group) || node_kind(steps) != NODE_SEQUENCE)
            continue;
        for (const struct node *s = node_first(steps); s; s = node_next(steps, s))
            if (str_eq(node_text(node_get(s, STR("name"))), name->step))
                visit(context, node_get(s, STR("name")), true);
    }
}

void steps_named(const struct spot *at, const struct step_name *name,
                 void (*visit)(void *context, const struct node *where, bool definition), void *context)
{
    const struct tape *t = &at->model->tape;
    struct step_name one;

    written(t->root, name, visit, context);
    for (size_t i = 0; i < t->count; i++)
        if (t->nodes[i].kind == NODE_MAPPING && reference(&t->nodes[i], &one) && str_eq(one.group, name->group) &&
            str_eq(one.step, name->step))
            visit(context, node_get(&t->nodes[i], STR("step")), false);
}

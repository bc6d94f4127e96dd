#include "rules/prow/job/resource_amount.h"

bool resource_amount_read(const struct resource_amount *x, struct quantity *q)
{
    struct str error;

    return node_kind(x->value) != NODE_NULL && node_kind(x->value) < NODE_SEQUENCE &&
           quantity_parse(node_text(x->value), x->of->job->arena, q, &error);
}

static void each_side(struct check *c, const struct spec_container *k, const struct node *resources, const char *side)
{
    const struct resource_rule *r = check_with(c);
    const struct node *map = node_field(resources, str_c(side));

    for (const struct node *key = node_first_key(map); key; key = node_next_key(map, key)) {
        r->look(c, &(struct resource_amount){ k, side, key, node_pair_value(key), node_text(key) });
    }
}

static void check_container(struct check *c, const struct spec_container *k)
{
    const struct node *resources = node_field(k->node, STR("resources"));

    if (!resources)
        return;
    each_side(c, k, resources, "requests");
    each_side(c, k, resources, "limits");
}

void resource_amounts_check(struct check *c, const struct job *j)
{
    spec_containers(c, j, check_container);
}

const char *resource_amount_path(const struct resource_amount *x)
{
    return arena_printf(x->of->job->arena, ".resources.%s.%.*s", x->side, STR_ARG(x->name)).p;
}

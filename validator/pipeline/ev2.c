#include "pipeline/ev2.h"

#include "base/embedded.h"
#include "pipeline/layers.h"
#include "syntax/yaml/yaml.h"

const struct node *ev2_read(struct arena *a)
{
    struct tape t;
    struct yaml_error e;

    return yaml_read(&t, a, embedded_find(embedded_schemas, STR("pipeline/ev2")), NULL, &e) ? t.root : NULL;
}

const struct node *ev2_resolve(const struct node *ev2, struct str cloud, struct str region, struct arena *a,
                               struct str *error)
{
    const struct node *known = node_get(node_get(ev2, STR("clouds")), cloud), *layers[2];

    if (!known) {
        *error = ARENA_JOIN(a, STR("failed to find cloud "), cloud);
        return NULL;
    }
    layers[0] = node_get(known, STR("defaults"));
    layers[1] = node_get(node_get(known, STR("regions")), region);
    if (!layers[1]) {
        *error = ARENA_JOIN(a, STR("failed to find region "), region, STR(" in cloud "), cloud);
        return NULL;
    }
    return layers_merge(a, layers, 2);
}

#include "syntax/template/value_data.h"

#include "base/map.h"

#include <stdlib.h>

static struct template_value number(struct arena *a, struct str text)
{
    return template_float(strtod(arena_copy(a, text).p, NULL));
}

/* Aliased nodes are converted once, so that aliases of aliases do not multiply. */
struct converter {
    struct arena *arena;
    struct map aliased; /* address of a node -> struct template_value */
};

static struct template_value convert(struct converter *c, const struct node *node);

static struct template_value alias(struct converter *c, const struct node *target)
{
    struct str key = arena_copy(c->arena, (struct str){ (const char *)&target, sizeof target });
    struct template_value *known = map_get(&c->aliased, key);

    if (!known) {
        known = ARENA_NEW(c->arena, struct template_value);
        *known = convert(c, target);
        *map_at(&c->aliased, key) = known;
    }
    return *known;
}

static struct template_value tape_list(struct converter *c, const struct node *node)
{
    struct template_value *items = ARENA_ARRAY(c->arena, struct template_value, node_count(node));
    size_t n = 0;

    for (const struct node *e = node_first(node); e; e = node_next(node, e))
        items[n++] = convert(c, e);
    return template_slice(c->arena, &template_type_slice, items, n);
}

static struct template_value tape_map(struct converter *c, const struct node *node)
{
    struct template_entry *entries = ARENA_ARRAY(c->arena, struct template_entry, node_count(node));
    size_t n = 0;

    for (const struct node *key = node_first_key(node); key; key = node_next_key(node, key)) {
        entries[n].key = node_text(key);
        entries[n++].value = convert(c, key + key->span);
    }
    return template_map(c->arena, &template_type_map, entries, n);
}

/* As deep as the tape, whose readers have a limit. */
static struct template_value convert(struct converter *c, const struct node *node)
{
    int64_t integer;

    if (node->kind == NODE_ALIAS)
        return alias(c, node_value(node));
    switch (node_kind(node)) {
    case NODE_BOOL:
        return template_bool(node_true(node));
    case NODE_INT:
        return node_int(node, &integer) ? template_int(integer) : number(c->arena, node_text(node));
    case NODE_FLOAT:
        return number(c->arena, node_text(node));
    case NODE_STRING:
        return template_string(node_text(node));
    case NODE_SEQUENCE:
        return tape_list(c, node);
    case NODE_MAPPING:
        return tape_map(c, node);
    default:
        return template_nil();
    }
}

struct template_value template_value_tape(struct arena *a, const struct node *node)
{
    struct converter c = { .arena = a };

    map_init(&c.aliased, a);
    return node ? convert(&c, node) : template_nil();
}

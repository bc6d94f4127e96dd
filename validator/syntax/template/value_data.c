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

static struct template_value json_list(struct arena *a, json_t *json)
{
    size_t n = json_array_size(json);
    struct template_value *items = ARENA_ARRAY(a, struct template_value, n);

    for (size_t i = 0; i < n; i++)
        items[i] = template_value_json(a, json_array_get(json, i));
    return template_slice(a, &template_type_slice, items, n);
}

static struct template_value json_map(struct arena *a, json_t *json)
{
    struct template_entry *entries = ARENA_ARRAY(a, struct template_entry, json_object_size(json));
    size_t n = 0;

    for (void *at = json_object_iter(json); at; at = json_object_iter_next(json, at)) {
        entries[n].key =
            arena_copy(a, (struct str){ json_object_iter_key(at), json_object_iter_key_len(at) });
        entries[n++].value = template_value_json(a, json_object_iter_value(at));
    }
    return template_map(a, &template_type_map, entries, n);
}

struct template_value template_value_json(struct arena *a, json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return json_map(a, json);
    case JSON_ARRAY:
        return json_list(a, json);
    case JSON_STRING:
        return template_string(
            arena_copy(a, (struct str){ json_string_value(json), json_string_length(json) }));
    case JSON_INTEGER:
        return template_int(json_integer_value(json));
    case JSON_REAL:
        return template_float(json_real_value(json));
    case JSON_NULL:
        return template_nil();
    default:
        return template_bool(json_is_true(json));
    }
}

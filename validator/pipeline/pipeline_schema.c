/* The schema of pipelines for one version of ARO-Tools: schemas/pipeline/pipeline.yaml holds all of them at once.
 * x-since and x-until (UTC, yyyymmddhhmmss) say when a part was there; x-former beside a form lists those that
 * it had before; x-required beside required says since and until when a name was required. */
#include "base/embedded.h"
#include "pipeline/pipeline.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>

struct cut {
    struct arena *arena;
    struct node *nodes;
    size_t count, cap;
    uint64_t pin;
};

static uint64_t time_of(const struct node *map, const char *key, uint64_t otherwise)
{
    const struct node *n = node_get(map, str_c(key));
    int64_t t;

    return node_int(n, &t) && t > 0 ? (uint64_t)t : otherwise;
}

static bool there(const struct cut *c, const struct node *map)
{
    return time_of(map, "x-since", 0) <= c->pin && c->pin < time_of(map, "x-until", UINT64_MAX);
}

static size_t add(struct cut *c, const struct node *n)
{
    c->nodes = arena_grow(c->arena, c->nodes, c->count, &c->cap, sizeof *c->nodes);
    c->nodes[c->count] = *n;
    c->nodes[c->count].flags &= FLAG_KEY;
    c->nodes[c->count].span = 1;
    return c->count++;
}

/* The form that a value had; NULL where there was none. */
static const struct node *form_of(const struct cut *c, const struct node *value)
{
    const struct node *former = node_get(value, STR("x-former"));

    if (node_kind(value) != NODE_MAPPING || there(c, value))
        return value;
    for (const struct node *e = node_first(former); e; e = node_next(former, e))
        if (there(c, node_value(e)))
            return node_value(e);
    return NULL;
}

static void copy(struct cut *c, const struct node *n);

static bool wanted(const struct cut *c, const struct node *name, const struct node *times)
{
    const struct node *t = node_get(times, node_text(name));

    return !t || there(c, t);
}

static void copy_required(struct cut *c, const struct node *list, const struct node *times)
{
    size_t at = add(c, list), len = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        if (wanted(c, e, times)) {
            add(c, node_value(e));
            len++;
        }
    c->nodes[at].len = (uint32_t)len;
    c->nodes[at].span = (uint32_t)(c->count - at);
}

/* As deep as the file that ships with the program. */
static void copy_map(struct cut *c, const struct node *n)
{
    size_t at = add(c, n), len = 0;

    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const struct node *v = form_of(c, node_pair_value(k));

        if (!v || str_starts(node_text(k), STR("x-")))
            continue;
        add(c, k);
        if (node_is(k, STR("required")) && v->kind == NODE_SEQUENCE)
            copy_required(c, v, node_get(n, STR("x-required")));
        else
            copy(c, v);
        len++;
    }
    c->nodes[at].len = (uint32_t)len;
    c->nodes[at].span = (uint32_t)(c->count - at);
}

static void copy(struct cut *c, const struct node *n)
{
    size_t at, len = 0;

    if (n->kind == NODE_MAPPING) {
        copy_map(c, n);
    } else if (n->kind == NODE_SEQUENCE) {
        at = add(c, n);
        for (const struct node *e = node_first(n); e; e = node_next(n, e)) {
            const struct node *v = form_of(c, node_value(e));

            if (v) {
                copy(c, v);
                len++;
            }
        }
        c->nodes[at].len = (uint32_t)len;
        c->nodes[at].span = (uint32_t)(c->count - at);
    } else {
        add(c, n);
    }
}

struct tape *pipeline_schema_tape(uint64_t pin, struct arena *a)
{
    struct tape *all = ARENA_NEW(a, struct tape), *tape = ARENA_NEW(a, struct tape);
    struct cut c = { .arena = a, .pin = pin };
    struct yaml_error e;

    if (!yaml_read(all, a, embedded_find(embedded_schemas, STR("pipeline/pipeline")), NULL, &e) || !all->root)
        return NULL;
    copy(&c, all->root);
    *tape = (struct tape){ .source = all->source, .nodes = c.nodes, .count = c.count, .root = c.nodes };
    return tape;
}

struct schema *pipeline_schema(uint64_t pin, struct arena *a)
{
    struct tape *tape = pipeline_schema_tape(pin, a);
    struct schema_error why;

    return tape ? schema_compile(tape, NULL, a, &why) : NULL;
}

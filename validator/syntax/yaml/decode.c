/* Go decodes a document only once it was parsed whole, and then meets errors in its own order: merges first
 * to last in their mapping but their lists from behind, aliases as often as they stand. This walks the tape
 * in that order, counts as Go's guard against alias bombs counts, and stops at the first error. It is needed
 * only where there is an alias or something to refuse. Mirrors decoder.unmarshal of yaml.v2. */
#include "syntax/yaml/build.h"

#include <string.h>

enum step_kind { STEP_VALUE, STEP_SEQUENCE, STEP_MAPPING, STEP_KEY_DONE, STEP_MERGE, STEP_MERGE_LIST, STEP_LEAVE };

/* What is still to be done, innermost last. */
struct step {
    uint8_t kind;
    uint32_t node, at; /* at: where it has come to */
    uint32_t *parts;   /* of a list of merges, the next one last */
};

struct walk {
    struct builder *b;
    struct step *steps;
    size_t count, cap;
    uint8_t *active; /* by node: an alias that is being followed */
    uint64_t decoded, aliased;
    size_t alias_depth;
};

static void push(struct walk *w, enum step_kind kind, uint32_t node, uint32_t at)
{
    *ARENA_PUSH(w->b->arena, w->steps, w->count, w->cap) =
        (struct step){ .kind = (uint8_t)kind, .node = node, .at = at };
}

static bool refuse(struct walk *w, uint32_t node, struct str message)
{
    const struct node *n = &w->b->nodes[node];

    w->b->error->message = message;
    w->b->error->offset = n->start;
    w->b->error->end = n->end;
    return false;
}

static double allowed_ratio(uint64_t decoded)
{
    if (decoded <= 400000)
        return 0.99;
    if (decoded >= 4000000)
        return 0.10;
    return 0.99 - 0.89 * ((double)(decoded - 400000) / 3600000.0);
}

static bool count(struct walk *w, uint32_t node)
{
    w->decoded++;
    w->aliased += w->alias_depth > 0;
    if (w->aliased > 100 && w->decoded > 1000 && (double)w->aliased / (double)w->decoded > allowed_ratio(w->decoded))
        return refuse(w, node, STR("yaml: document contains excessive aliasing"));
    return true;
}

static struct str name_of(const struct walk *w, const struct node *alias)
{
    return str_slice(w->b->tape->source, alias->start + 1, alias->end);
}

static bool start_alias(struct walk *w, uint32_t node)
{
    const struct node *n = &w->b->nodes[node];

    if (w->active[node])
        return refuse(w, node,
                      arena_printf(w->b->arena, "yaml: anchor '%.*s' value contains itself", STR_ARG(name_of(w, n))));
    w->active[node] = 1;
    w->alias_depth++;
    push(w, STEP_LEAVE, node, 0);
    push(w, STEP_VALUE, node - n->len, 0);
    return true;
}

/* Begins to decode a node. */
static bool start_value(struct walk *w, uint32_t node)
{
    const struct node *n = &w->b->nodes[node];
    const struct remark *fault;

    if (!count(w, node))
        return false;
    switch ((enum node_kind)n->kind) {
    case NODE_ALIAS:
        return start_alias(w, node);
    case NODE_SEQUENCE:
        push(w, STEP_SEQUENCE, node, node + 1);
        return true;
    case NODE_MAPPING:
        push(w, STEP_MAPPING, node, node + 1);
        return true;
    default:
        if (n->spare & KEY_ALIAS) { /* the scalar it stands for */
            w->alias_depth++;
            if (!count(w, node))
                return false;
            w->alias_depth--;
        }
        fault = build_remark(&w->b->faults, node);
        return !fault || refuse(w, node, fault->text);
    }
}

static const struct node *stands_for(const struct node *n)
{
    while (n->kind == NODE_ALIAS)
        n -= n->len;
    return n;
}

static bool bad_merge(struct walk *w, uint32_t node)
{
    return refuse(w, node, STR("yaml: map merge requires map or sequence of maps as the value"));
}

static bool start_merge(struct walk *w, uint32_t node)
{
    struct node *n = &w->b->nodes[node];
    uint32_t parts = 0;
    struct step *list;

    if (n->kind != NODE_SEQUENCE) {
        if (stands_for(n)->kind != NODE_MAPPING)
            return bad_merge(w, node);
        push(w, STEP_VALUE, node, 0);
        return true;
    }
    push(w, STEP_MERGE_LIST, node, n->len);
    list = &w->steps[w->count - 1];
    list->parts = ARENA_ARRAY(w->b->arena, uint32_t, n->len);
    for (uint32_t at = node + 1; at < node + n->span; at += w->b->nodes[at].span)
        list->parts[parts++] = at;
    return true;
}

static bool next_merge(struct walk *w, struct step *list)
{
    uint32_t node;

    if (list->at == 0) {
        w->count--;
        return true;
    }
    node = list->parts[--list->at];
    if (stands_for(&w->b->nodes[node])->kind != NODE_MAPPING)
        return bad_merge(w, node);
    push(w, STEP_VALUE, node, 0);
    return true;
}

static bool bad_key(struct walk *w, uint32_t key)
{
    struct buf text = { 0 };

    buf_put(&text, STR("yaml: invalid map key: "));
    gosyntax_put(&text, stands_for(&w->b->nodes[key]));
    refuse(w, key, arena_copy(w->b->arena, buf_str(&text)));
    buf_free(&text);
    return false;
}

/* The next pair of a mapping: its key first, then the value (STEP_KEY_DONE). */
static bool next_pair(struct walk *w, struct step *step)
{
    const struct node *map = &w->b->nodes[step->node], *key = &w->b->nodes[step->at];
    uint32_t at = step->at, value = at + key->span;

    if (at >= step->node + map->span || key->flags & FLAG_MERGED) {
        w->count--;
        return true;
    }
    step->at = value + w->b->nodes[value].span;
    if (key->spare & KEY_MERGE)
        return start_merge(w, value);
    push(w, STEP_KEY_DONE, at, value);
    push(w, STEP_VALUE, at, 0);
    return true;
}

static bool next_element(struct walk *w, struct step *step)
{
    uint32_t at = step->at;

    if (at >= step->node + w->b->nodes[step->node].span) {
        w->count--;
        return true;
    }
    step->at += w->b->nodes[at].span;
    push(w, STEP_VALUE, at, 0);
    return true;
}

static bool take_step(struct walk *w)
{
    struct step *step = &w->steps[w->count - 1], was = *step;

    switch ((enum step_kind)step->kind) {
    case STEP_SEQUENCE:
        return next_element(w, step);
    case STEP_MAPPING:
        return next_pair(w, step);
    case STEP_MERGE_LIST:
        return next_merge(w, step);
    case STEP_VALUE:
        w->count--;
        return start_value(w, was.node);
    case STEP_KEY_DONE:
        w->count--;
        if (stands_for(&w->b->nodes[was.node])->kind > NODE_STRING)
            return bad_key(w, was.node);
        return start_value(w, was.at);
    default:
        w->count--;
        w->active[was.node] = 0;
        w->alias_depth--;
        return true;
    }
}

bool decode_check(struct builder *b)
{
    struct walk w = { .b = b, .decoded = 1 };

    if (b->aliases == 0 && b->faults.count == 0 && !b->suspect)
        return true;
    w.active = ARENA_ARRAY(b->arena, uint8_t, b->count);
    push(&w, STEP_VALUE, 0, 0);
    while (w.count)
        if (!take_step(&w))
            return false;
    return !b->overflow || refuse(&w, 0, STR("yaml: document contains excessive aliasing"));
}

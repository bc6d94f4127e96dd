#include "syntax/yaml/build.h"

#include "syntax/yaml/number.h"
#include "syntax/yaml/resolve.h"

#include <string.h>

/* Go's words for an error without a line. */
static bool refuse(struct builder *b, const struct event *e, struct str message)
{
    b->error->message = message;
    b->error->offset = e->start.offset;
    b->error->end = e->end;
    return false;
}

struct node *build_node(struct builder *b, enum node_kind kind)
{
    struct node *n;

    if (b->count == b->cap) {
        size_t wide = b->cap * 2;
        struct node *moved = ARENA_ARRAY(b->arena, struct node, wide);
        memcpy(moved, b->nodes, b->count * sizeof *moved);
        b->nodes = moved;
        b->cap = wide;
    }
    n = &b->nodes[b->count++];
    n->kind = (uint8_t)kind;
    n->span = 1;
    return n;
}

static struct frame *top(struct builder *b)
{
    return b->depth ? &b->frames[b->depth - 1] : NULL;
}

/* Says something of the newest node. */
static void note(struct builder *b, struct remarks *list, struct str text)
{
    *ARENA_PUSH(b->arena, list->items, list->count, list->cap) = (struct remark){ (uint32_t)(b->count - 1), text };
}

const struct remark *build_remark(const struct remarks *list, uint32_t node)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && list->items[low].node == node ? &list->items[low] : NULL;
}

/* The node of an event, put under the innermost open collection. */
static struct node *add(struct builder *b, const struct event *e, enum node_kind kind)
{
    struct node *n = build_node(b, kind);
    struct frame *f = top(b);

    n->start = e->start.offset;
    n->end = b->last_end = e->end;
    n->line = e->start.line + 1;
    n->style = e->style;
    n->flags = (uint8_t)((e->anchor.p ? FLAG_ANCHORED : 0) | (e->tag.p ? FLAG_TAGGED : 0));
    if (!f)
        return n;
    if (!f->mapping) {
        b->nodes[f->node].len++;
    } else if (f->at_key) {
        n->flags |= FLAG_KEY;
        if (b->key_count == b->key_cap)
            b->keys = arena_grow(b->arena, b->keys, b->key_count, &b->key_cap, sizeof *b->keys);
        b->keys[b->key_count++] = (uint32_t)(b->count - 1);
        f->at_key = false;
    } else {
        f->at_key = true;
    }
    return n;
}

static void set_anchor(struct builder *b, const struct event *e)
{
    if (!e->anchor.p)
        return;
    if (!b->anchored)
        map_init(&b->anchors, b->arena);
    b->anchored = true;
    *map_at(&b->anchors, e->anchor) = (void *)(uintptr_t)b->count;
}

static bool is_unfit(const struct node *n)
{
    int64_t value;

    return n->kind == NODE_NULL || (n->kind == NODE_INT && !node_int(n, &value));
}

static void set_key_text(struct builder *b, struct node *n)
{
    if (n->kind == NODE_FLOAT) {
        struct str text = yaml_float_text(b->arena, n);
        note(b, &b->floats, (struct str){ n->text, n->len });
        if (str_eq(text, STR("NaN")))
            text = STR(".nan");
        else if (str_eq(text, STR("+Inf")))
            text = STR(".inf");
        else if (str_eq(text, STR("-Inf")))
            text = STR("-.inf");
        n->text = text.p;
        n->len = (uint32_t)text.len;
    } else if (is_unfit(n)) {
        n->spare |= KEY_UNFIT;
        b->unfit++;
    }
}

static bool is_infinite(const struct node *n)
{
    return n->kind == NODE_FLOAT && (n->text[n->len - 1] == 'N' || n->text[n->len - 1] == 'f');
}

static void add_scalar(struct builder *b, const struct event *e)
{
    struct frame *f = top(b);
    bool key = f && f->mapping && f->at_key;
    struct node *n = add(b, e, NODE_STRING);
    struct str problem;

    if (key && resolve_is_merge(e)) {
        n->text = e->value.p;
        n->len = (uint32_t)e->value.len;
        n->spare = KEY_MERGE;
        f->merges = true;
    } else if (!resolve_scalar(b->arena, e, n, &problem)) {
        note(b, &b->faults, problem);
    }
    if (key)
        set_key_text(b, n);
    else if (is_infinite(n))
        b->infinities++;
    set_anchor(b, e);
}

/* An alias of a scalar where it can't stand for its target as that is: as a key, or for a float that is a
 * key. */
static void copy_scalar(struct builder *b, struct node *n, const struct node *target)
{
    struct str text = { target->text, target->len };

    n->kind = target->kind;
    if (target->kind == NODE_FLOAT && target->flags & FLAG_KEY)
        text = build_remark(&b->floats, (uint32_t)(target - b->nodes))->text;
    n->text = text.p;
    n->len = (uint32_t)text.len;
}

static bool add_alias(struct builder *b, const struct event *e)
{
    struct frame *f = top(b);
    bool key = f && f->mapping && f->at_key;
    size_t at = b->anchored ? (size_t)(uintptr_t)map_get(&b->anchors, e->anchor) : 0;
    struct event plain = *e;
    const struct node *target;
    struct node *n;

    if (at == 0)
        return refuse(b, e, arena_printf(b->arena, "yaml: unknown anchor '%.*s' referenced", STR_ARG(e->anchor)));
    plain.anchor = (struct str){ NULL, 0 };
    n = add(b, &plain, NODE_ALIAS);
    n->len = (uint32_t)(b->count - at);
    target = &b->nodes[at - 1];
    b->aliases++;
    if (target->kind < NODE_SEQUENCE && (key || (target->kind == NODE_FLOAT && target->flags & FLAG_KEY))) {
        copy_scalar(b, n, target);
        n->spare = KEY_ALIAS;
        if (key)
            set_key_text(b, n);
        else if (is_infinite(n))
            b->infinities++;
    }
    return true;
}

static bool open_collection(struct builder *b, const struct event *e, enum node_kind kind)
{
    bool key = b->depth && top(b)->mapping && top(b)->at_key;
    struct frame *f;

    if (b->depth >= b->limits->depth)
        return refuse(b, e, arena_printf(b->arena, "yaml: exceeded max depth of %u", b->limits->depth));
    add(b, e, kind);
    set_anchor(b, e);
    if (key)
        b->suspect = true;
    if (b->depth == b->frame_cap)
        b->frames = arena_grow(b->arena, b->frames, b->depth, &b->frame_cap, sizeof *b->frames);
    f = &b->frames[b->depth++];
    *f = (struct frame){ .node = (uint32_t)(b->count - 1), .keys = (uint32_t)b->key_count };
    f->mapping = f->at_key = kind == NODE_MAPPING;
    return true;
}

static void close_collection(struct builder *b, const struct event *e)
{
    struct frame f = b->frames[--b->depth];
    struct node *n = &b->nodes[f.node];

    /* A block collection ends with its last part, not where the next line shows that it has ended. */
    if (n->style == STYLE_FLOW)
        b->last_end = e->end;
    n->end = b->last_end;
    if (f.mapping) {
        settle_mapping(b, f.node, f.keys, f.merges);
        b->key_count = f.keys;
    }
    n = &b->nodes[f.node];
    n->span = (uint32_t)(b->count - f.node);
}

bool build_event(struct builder *b, const struct event *e)
{
    switch ((enum event_kind)e->kind) {
    case EVENT_SCALAR:
        add_scalar(b, e);
        return true;
    case EVENT_ALIAS:
        return add_alias(b, e);
    case EVENT_SEQUENCE:
        return open_collection(b, e, NODE_SEQUENCE);
    case EVENT_MAPPING:
        return open_collection(b, e, NODE_MAPPING);
    case EVENT_SEQUENCE_END:
    case EVENT_MAPPING_END:
        close_collection(b, e);
        return true;
    default:
        return true;
    }
}

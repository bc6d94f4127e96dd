#include "pipeline/rendering.h"

#include "syntax/scalar/goquote.h"
#include "syntax/template/tree.h"

#include <stdlib.h>

void page_parse(struct page *p, struct arena *a, struct str text)
{
    struct template *t;
    struct template_error e;

    *p = (struct page){ .text = text };
    if (template_parse(&t, a, STR("file"), text, NULL, &e)) {
        p->template = t;
        return;
    }
    p->error = e.message;
    p->error_offset = e.offset;
    p->undecided = e.undecided;
}

static struct template_value number(struct arena *a, const struct node *n, enum page_numbers numbers)
{
    struct str text = node_text(n);
    int64_t whole;

    if (numbers == PAGE_INT64 && go_parse_int(text, &whole) == GO_INT_OK) {
        struct template_value v = template_int(whole);

        v.type = &template_type_int64;
        return v;
    }
    return template_float(strtod(arena_copy(a, text).p, NULL));
}

/* As deep as the tape, whose readers have a limit. Aliases are converted each time: yaml_read bounds them. */
struct template_value page_value(struct arena *a, const struct node *node, enum page_numbers numbers)
{
    const struct node *n = node_value(node);
    struct template_value *items;
    struct template_entry *entries;
    size_t count = 0;

    switch (node_kind(n)) {
    case NODE_BOOL:
        return template_bool(node_true(n));
    case NODE_INT:
    case NODE_FLOAT:
        return number(a, n, numbers);
    case NODE_STRING:
        return template_string(node_text(n));
    case NODE_SEQUENCE:
        items = ARENA_ARRAY(a, struct template_value, node_count(n) + 1);
        for (const struct node *e = node_first(n); e; e = node_next(n, e))
            items[count++] = page_value(a, e, numbers);
        return template_slice(a, &template_type_slice, items, count);
    case NODE_MAPPING:
        entries = ARENA_ARRAY(a, struct template_entry, node_count(n) + 1);
        for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
            entries[count].key = node_text(k);
            entries[count++].value = page_value(a, node_pair_value(k), numbers);
        }
        return template_map(a, &template_type_map, entries, count);
    default:
        return template_nil();
    }
}

bool page_render(const struct page *p, struct arena *a, const struct template_value *data, struct buf *out,
                 struct template_trace *trace, struct page_failure *f)
{
    struct template_options options = { .missing_key = TEMPLATE_MISSING_ERROR, .trace = trace };
    struct template_error e;

    if (template_execute(p->template, a, data, &options, out, &e))
        return true;
    *f = (struct page_failure){ e.message, e.offset, e.line, e.undecided };
    return false;
}

struct page_origin page_origin(const struct template_trace *trace, size_t rendered)
{
    size_t low = 0, high = trace->count;

    /* the last piece that begins at or before the byte */
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (trace->pieces[middle].out <= rendered)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return (struct page_origin){ 0, NULL };
    if (trace->pieces[low - 1].print)
        return (struct page_origin){ trace->pieces[low - 1].pos, trace->pieces[low - 1].print };
    return (struct page_origin){ trace->pieces[low - 1].pos + (uint32_t)(rendered - trace->pieces[low - 1].out), NULL };
}

struct str page_action_path(struct arena *a, const struct template_node *action)
{
    const struct template_node *pipe = action ? action->pipe : NULL, *field;

    if (!pipe || pipe->nodes.count != 1 || pipe->nodes.at[0]->nodes.count != 1)
        return (struct str){ "", 0 };
    field = pipe->nodes.at[0]->nodes.at[0];
    if (field->type != TREE_FIELD)
        return (struct str){ "", 0 };
    return arena_list(a, STR("."), field->names.at, field->names.count);
}

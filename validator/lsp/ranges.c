/* What can be folded, and what is selected when a selection grows. */
#include "lsp/answers.h"

#include "lsp/named.h"

static void fold(const struct lines *l, size_t first, size_t end, json_t *list)
{
    size_t last = lines_position(l, end ? end - 1 : 0).line;

    if (last > first)
        json_array_append_new(list, json_pack("{s:I,s:I}", "startLine", (json_int_t)first - 1, "endLine",
                                              (json_int_t)last - 1));
}

/* Lines of comments that follow each other. */
static void put_comments(const struct lines *l, json_t *list)
{
    size_t first = 0;

    for (size_t i = 1; i <= l->count + 1; i++) {
        bool is = i <= l->count && str_starts(str_trim(lines_text(l, i)), STR("#"));
        if (is && !first)
            first = i;
        if (!is && first) {
            if (i - 1 > first)
                json_array_append_new(list, json_pack("{s:I,s:I,s:s}", "startLine", (json_int_t)first - 1, "endLine",
                                                      (json_int_t)i - 2, "kind", "comment"));
            first = 0;
        }
    }
}

/* Each value of several lines folds into the line of its key, and each element of a list into its first. */
json_t *answer_folding_ranges(struct connection *s, const json_t *params)
{
    json_t *list = json_array();
    struct arena a = { 0 };
    struct lines l;
    struct spot at;

    if (!spot_read_document(s, params, &at) || at.kind.kind == KIND_OTHER || !at.model->fits)
        return list;
    lines_init(&l, &a, buf_str(&at.document->text));
    for (size_t i = 0; i < at.model->tape.count; i++) {
        const struct node *n = &at.model->tape.nodes[i];
        size_t first = n->line;
        if (n->flags & (FLAG_DEAD | FLAG_MERGED) || n->kind == NODE_ALIAS)
            continue;
        if (n->flags & FLAG_KEY)
            n += n->span;
        else if (n->kind != NODE_MAPPING || i == 0 || n[-1].flags & FLAG_KEY)
            continue;
        fold(&l, first, n->end, list);
    }
    put_comments(&l, list);
    arena_free(&a);
    return list;
}

static json_t *wrap(json_t *range, json_t *parent)
{
    json_t *o = json_pack("{s:o}", "range", range);

    if (parent)
        json_object_set_new(o, "parent", parent);
    return o;
}

/* From the whole file down to the scalar. */
static json_t *selection(const struct connection *s, const struct spot *at, size_t offset)
{
    const struct model *m = at->model;
    struct str now = buf_str(&at->document->text);
    json_t *o = wrap(range_of_bytes(now, s->client.encoding, 0, now.len), NULL);
    struct chain c;

    if (!m->tape.root || !model_chain(&m->tape, model_offset(m, at->document, offset), &c))
        return o;
    for (size_t i = 0; i < c.count; i++) {
        const struct chain_link *k = &c.links[i];
        size_t start = k->key ? k->key->start : k->value->start, end = k->value->end;
        const struct node *leaf = i + 1 < c.count ? NULL : c.on_key ? k->key : k->value;
        if (end < start)
            continue;
        o = wrap(spot_range(s, at, start, end), o);
        if (leaf && k->key)
            o = wrap(spot_node_range(s, at, leaf), o);
    }
    return o;
}

json_t *answer_selection_ranges(struct connection *s, const json_t *params)
{
    json_t *list = json_array();
    const json_t *one;
    struct spot at;
    size_t i;

    if (!spot_read_document(s, params, &at))
        return list;
    json_array_foreach(json_object_get(params, "positions"), i, one)
    {
        size_t offset = position_offset(buf_str(&at.document->text), s->client.encoding, position_read(one));
        json_array_append_new(list, selection(s, &at, offset));
    }
    return list;
}

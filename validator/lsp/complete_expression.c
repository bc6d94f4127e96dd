/* Candidates in the expressions of own rules: variables, fields by the types of what stands before the dot, macros. */
#include "lsp/complete.h"
#include "lsp/expression.h"

static void put_type(struct completion *c, const struct expression *e, struct str name)
{
    struct str doc;
    const struct cel_type *t = expression_type(e, name, &doc);

    if (!complete_has(c, name))
        complete_put(c, &(struct candidate){ .text = name,
                                             .detail = t ? cel_type_text(&c->arena, t) : STR(""),
                                             .documentation = doc,
                                             .kind = ITEM_FIELD });
}

static void put_calls(struct completion *c, const struct cel_type *of)
{
    static const struct {
        const char *text, *insert;
        unsigned kinds; /* of what it is called on */
    } calls[] = {
        { "all", "all(${1:x}, $0)", 1u << CEL_TYPE_LIST | 1u << CEL_TYPE_MAP },
        { "exists", "exists(${1:x}, $0)", 1u << CEL_TYPE_LIST | 1u << CEL_TYPE_MAP },
        { "exists_one", "exists_one(${1:x}, $0)", 1u << CEL_TYPE_LIST | 1u << CEL_TYPE_MAP },
        { "filter", "filter(${1:x}, $0)", 1u << CEL_TYPE_LIST | 1u << CEL_TYPE_MAP },
        { "map", "map(${1:x}, $0)", 1u << CEL_TYPE_LIST | 1u << CEL_TYPE_MAP },
        { "join", "join(${1:\", \"})", 1u << CEL_TYPE_LIST },
        { "size", "size()", 1u << CEL_TYPE_LIST | 1u << CEL_TYPE_MAP | 1u << CEL_TYPE_STRING },
        { "startsWith", "startsWith($0)", 1u << CEL_TYPE_STRING },
        { "endsWith", "endsWith($0)", 1u << CEL_TYPE_STRING },
        { "contains", "contains($0)", 1u << CEL_TYPE_STRING },
        { "matches", "matches($0)", 1u << CEL_TYPE_STRING },
        { "split", "split($0)", 1u << CEL_TYPE_STRING },
        { "lowerAscii", "lowerAscii()", 1u << CEL_TYPE_STRING },
    };

    for (size_t i = 0; i < COUNT_OF(calls); i++)
        if (!of || of->kind == CEL_TYPE_DYN || calls[i].kinds & 1u << of->kind)
            complete_put(c, &(struct candidate){
                                .text = str_c(calls[i].text), .insert = calls[i].insert, .kind = ITEM_KEYWORD });
}

static void put_variables(struct completion *c, const struct expression *e)
{
    struct cel_value nothing;
    struct str name;

    for (size_t i = 0; own_types_next(e->kinds, &i, &name, &nothing, &c->arena);)
        put_type(c, e, name);
    if (e->variables)
        complete_put(c, &(struct candidate){
                            .text = STR("variables"), .detail = STR("the rule's own"), .kind = ITEM_FIELD });
    complete_put(c, &(struct candidate){ .text = STR("has"), .insert = "has($0)", .kind = ITEM_KEYWORD });
}

static void put_fields(struct completion *c, const struct expression *e)
{
    struct str name, before = str_slice(e->text, 0, e->text.len - 1);

    for (const struct node *k = str_ends(before, STR("variables")) ? node_first_key(e->variables) : NULL; k;
         k = node_next_key(e->variables, k))
        complete_put(c, &(struct candidate){ .text = { k->text, k->len }, .kind = ITEM_FIELD });
    for (size_t i = 0; e->type && own_types_field_next(e->type, &i, &name);)
        if (name.len)
            put_type(c, e, name);
    put_calls(c, e->type);
}

bool complete_expression(struct completion *c)
{
    const struct model *m = model_of(c->document);
    struct expression e;
    struct chain chain;

    if ((c->kind.kind != KIND_PROJECT && c->kind.kind != KIND_OWN_RULES) || !m->fits ||
        !model_chain(&m->tape, c->offset, &chain) || !expression_at(&m->tape, &chain, c->offset, &c->arena, &e))
        return false;
    c->cursor = (struct cursor){ .at = CURSOR_KEY, .typed = e.word, .start = c->offset - e.word.len };
    c->range = range_of_bytes(c->text, c->connection->client.encoding, c->cursor.start, c->offset);
    if (e.after_dot)
        put_fields(c, &e);
    else
        put_variables(c, &e);
    json_decref(c->range);
    return true;
}

/* The keywords of scalars, arrays and logic, compiled. */
#include "jsonschema/build.h"

static bool add_type(struct compile *c, const struct node *name)
{
    static const struct {
        struct str name;
        uint8_t kinds;
    } types[] = {
        { STR_INIT("null"), 1 << NODE_NULL },      { STR_INIT("boolean"), 1 << NODE_BOOL },
        { STR_INIT("integer"), 1 << NODE_INT },    { STR_INIT("number"), 1 << NODE_INT | 1 << NODE_FLOAT },
        { STR_INIT("string"), 1 << NODE_STRING },  { STR_INIT("array"), 1 << NODE_SEQUENCE },
        { STR_INIT("object"), 1 << NODE_MAPPING },
    };

    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (node_kind(name) == NODE_STRING && node_is(name, types[i].name)) {
            c->out.kinds |= types[i].kinds;
            c->out.whole_floats |= types[i].kinds == 1 << NODE_INT;
            return true;
        }
    return compile_fail(c, name,
                        "\"%.*s\" is no type; types are null, boolean, integer, number, string, array and object",
                        STR_ARG(node_text(name)));
}

bool keyword_type(struct compile *c, const struct node *value)
{
    c->out.kinds = 0;
    if (node_kind(value) != NODE_SEQUENCE)
        return add_type(c, value);
    for (const struct node *e = node_first(value); e; e = node_next(value, e))
        if (!add_type(c, e))
            return false;
    return true;
}

static void add_choice(struct compile *c, struct choice_part *p, const struct node *value)
{
    value = node_value(value);
    if (value->kind == NODE_STRING)
        keyset_add(&p->strings, &c->b->schema->arena, node_text(value));
    else
        p->others[p->other_count++] = value;
}

/* Whether the window has a value of enum: x-values may give it an x-since and x-until of its own. */
static bool has_value(struct compile *c, struct str value)
{
    const struct schema_options *o = c->b->options;
    const struct node *versions = node_get(node_get(c->place.node, STR("x-values")), value);

    return !o->present || !versions || o->present(o->present_context, versions);
}

/* Values that enum no longer names, but that the window still has. */
static void add_former_values(struct compile *c, struct choice_part *p, const struct node *written)
{
    const struct node *versions = node_get(c->place.node, STR("x-values"));

    for (const struct node *key = node_first_key(versions); key; key = node_next_key(versions, key)) {
        const struct node *e = node_first(written);
        while (e && !node_is(e, node_text(key)))
            e = node_next(written, e);
        if (!e && has_value(c, node_text(key)))
            keyset_add(&p->strings, &c->b->schema->arena, node_text(key));
    }
}

static void add_enum(struct compile *c, struct choice_part *p, const struct node *list)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        if (node_kind(e) != NODE_STRING || has_value(c, node_text(e)))
            add_choice(c, p, e);
    if (c->b->options->present)
        add_former_values(c, p, list);
}

bool keyword_choice(struct compile *c, const struct node *value)
{
    struct choice_part *p = ARENA_NEW(&c->b->schema->arena, struct choice_part);
    bool list = c->keyword->id == KEYWORD_ENUM;

    if (list && !compile_expect(c, value, NODE_SEQUENCE))
        return false;
    p->node = value;
    p->keyword = c->keyword->id;
    p->others = ARENA_ARRAY(&c->b->schema->arena, const struct node *, list ? node_count(value) : 1);
    if (!list)
        add_choice(c, p, value);
    else
        add_enum(c, p, value);
    c->out.choices[c->out.choices[0] != NULL] = p;
    return true;
}

static bool expect_number(struct compile *c, const struct node *value, struct decimal *d)
{
    enum node_kind kind = node_kind(value);

    return ((kind == NODE_INT || kind == NODE_FLOAT) && decimal_read(node_text(value), d)) ||
           compile_fail(c, value, "the value must be a number");
}

bool keyword_bound(struct compile *c, const struct node *value)
{
    struct number_part *n = compile_number(c);
    struct bound *bound = &n->bounds[n->bound_count];

    if (!expect_number(c, value, &bound->value))
        return false;
    bound->keyword = c->keyword->id;
    bound->node = value;
    bound->is_small = node_int(value, &bound->small);
    n->bound_count++;
    return true;
}

bool keyword_multiple_of(struct compile *c, const struct node *value)
{
    struct number_part *n = compile_number(c);
    static const struct decimal zero;

    if (!expect_number(c, value, &n->multiple_of))
        return false;
    n->multiple_node = value;
    return decimal_cmp(&n->multiple_of, &zero) > 0 || compile_fail(c, value, "the value must be greater than 0");
}

bool keyword_string_size(struct compile *c, const struct node *value)
{
    struct string_part *s = compile_string(c);

    return compile_size(c, value, c->keyword->id == KEYWORD_MIN_LENGTH ? &s->least : &s->most);
}

bool keyword_pattern(struct compile *c, const struct node *value)
{
    struct string_part *s = compile_string(c);

    s->pattern_text = node_text(value);
    return compile_expect(c, value, NODE_STRING) && compile_regex(c, value, s->pattern_text, &s->pattern);
}

bool keyword_format(struct compile *c, const struct node *value)
{
    const struct schema_options *o = c->b->options;
    bool asserted = o->assert_formats || c->b->resources[c->place.resource].vocabularies & VOCABULARY_FORMAT_ASSERTION;

    if (!compile_expect(c, value, NODE_STRING))
        return false;
    for (size_t i = 0; asserted && i < o->format_count; i++)
        if (node_is(value, o->formats[i].name))
            compile_string(c)->format = &o->formats[i];
    return true;
}

bool keyword_array_size(struct compile *c, const struct node *value)
{
    struct array_part *a = compile_array(c);

    return compile_size(c, value, c->keyword->id == KEYWORD_MIN_ITEMS ? &a->least : &a->most);
}

bool keyword_unique(struct compile *c, const struct node *value)
{
    if (!compile_expect(c, value, NODE_BOOL))
        return false;
    if (node_true(value))
        compile_array(c)->unique = true;
    return true;
}

/* Elements keep their places: one that is not there for the window allows everything. */
bool keyword_prefix(struct compile *c, const struct node *value)
{
    struct array_part *a = compile_array(c);
    uint32_t *ids;
    size_t i = 0;

    if (!compile_expect(c, value, NODE_SEQUENCE))
        return false;
    ids = ARENA_ARRAY(&c->b->schema->arena, uint32_t, node_count(value));
    for (const struct node *e = node_first(value); e; e = node_next(value, e))
        if (!compile_child(c, e, &ids[i++]))
            return false;
    a->prefix = (struct id_list){ ids, i };
    return true;
}

bool keyword_items(struct compile *c, const struct node *value)
{
    struct array_part *a = compile_array(c);

    if (node_kind(value) == NODE_SEQUENCE && c->b->resources[c->place.resource].draft != SCHEMA_DRAFT_2020_12)
        return keyword_prefix(c, value);
    a->items_keyword = KEYWORD_ITEMS;
    return compile_child(c, value, &a->items);
}

bool keyword_additional_items(struct compile *c, const struct node *value)
{
    struct array_part *a = compile_array(c);
    uint32_t id;

    if (!compile_child(c, value, &id))
        return false;
    if (node_kind(node_get(c->place.node, STR("items"))) == NODE_SEQUENCE) {
        a->items_keyword = KEYWORD_ADDITIONAL_ITEMS;
        a->items = id;
    }
    return true;
}

bool keyword_contains(struct compile *c, const struct node *value)
{
    struct array_part *a = compile_array(c);

    a->contains_marks = c->b->resources[c->place.resource].draft == SCHEMA_DRAFT_2020_12;
    return compile_child(c, value, &a->contains);
}

bool keyword_contains_size(struct compile *c, const struct node *value)
{
    struct array_part *a = compile_array(c);

    return compile_size(c, value, c->keyword->id == KEYWORD_MIN_CONTAINS ? &a->least_contained : &a->most_contained);
}

bool keyword_unevaluated(struct compile *c, const struct node *value)
{
    bool items = c->keyword->id == KEYWORD_UNEVALUATED_ITEMS;

    return compile_child(c, value, items ? &c->out.unevaluated_items : &c->out.unevaluated_properties);
}

bool keyword_ref(struct compile *c, const struct node *value)
{
    struct place target;
    struct str fragment;

    if (!ref_resolve(c->b, &c->place, value, &target, &fragment))
        return false;
    compile_logic(c)->ref = compile_place(c->b, &target);
    return true;
}

/* The reference is dynamic only when what it leads to at first is a dynamic anchor of that name. */
static bool is_dynamic(struct compile *c, const struct place *target, struct str fragment, struct str *anchor)
{
    if (c->keyword->id == KEYWORD_RECURSIVE_REF) {
        *anchor = STR("$recursiveAnchor");
        return node_true(node_get(target->node, *anchor));
    }
    *anchor = fragment;
    return fragment.len && node_is(node_get(target->node, STR("$dynamicAnchor")), fragment);
}

bool keyword_dynamic_ref(struct compile *c, const struct node *value)
{
    struct logic_part *l = compile_logic(c);
    struct place target;
    struct str fragment, anchor;

    if (!ref_resolve(c->b, &c->place, value, &target, &fragment))
        return false;
    l->dynamic = compile_place(c->b, &target);
    l->dynamic_keyword = c->keyword->id;
    if (is_dynamic(c, &target, fragment, &anchor)) {
        l->anchor = keyset_add(&c->b->anchor_names, &c->b->scratch, anchor);
        c->b->has_dynamic_ref = true;
    }
    return true;
}

bool keyword_logic_list(struct compile *c, const struct node *value)
{
    struct logic_part *l = compile_logic(c);

    if (c->keyword->id == KEYWORD_ALL_OF)
        return compile_list(c, value, &l->all);
    l->has_any |= c->keyword->id == KEYWORD_ANY_OF;
    l->has_one |= c->keyword->id == KEYWORD_ONE_OF;
    return compile_list(c, value, c->keyword->id == KEYWORD_ANY_OF ? &l->any : &l->one);
}

bool keyword_logic_schema(struct compile *c, const struct node *value)
{
    struct logic_part *l = compile_logic(c);

    switch (c->keyword->id) {
    case KEYWORD_NOT:
        return compile_child(c, value, &l->negated);
    case KEYWORD_IF:
        return compile_child(c, value, &l->condition);
    case KEYWORD_THEN:
        return compile_child(c, value, &l->then);
    default:
        return compile_child(c, value, &l->otherwise);
    }
}

/* The keywords of objects, compiled. Every key that a schema names, for whatever reason, becomes one entry of
 * one table, so that validation looks each key of the data up once. */
#include "jsonschema/build.h"

/* The number of a key, with a rule that says nothing yet. */
static uint32_t name_number(struct compile *c, struct str key)
{
    struct object_part *o = compile_object(c);
    uint32_t known = o->names.count, number = keyset_add(&o->names, &c->b->schema->arena, key);

    if (number == known) {
        o->rules = arena_grow(&c->b->schema->arena, o->rules, number, &o->rule_cap, sizeof *o->rules);
        o->rules[number] = (struct name_rule){ .schema = SCHEMA_NONE };
    }
    return number;
}

bool keyword_properties(struct compile *c, const struct node *value)
{
    struct object_part *o = compile_object(c);

    if (!compile_expect(c, value, NODE_MAPPING))
        return false;
    for (const struct node *key = node_first_key(value); key; key = node_next_key(value, key)) {
        uint32_t number = name_number(c, node_text(key)), id;
        if (!compile_child(c, node_pair_value(key), &id))
            return false;
        o->rules[number].schema = id;
        o->rules[number].absent = id == SCHEMA_NONE;
    }
    return true;
}

bool keyword_pattern_properties(struct compile *c, const struct node *value)
{
    struct object_part *o = compile_object(c);

    if (!compile_expect(c, value, NODE_MAPPING))
        return false;
    o->patterns = ARENA_ARRAY(&c->b->schema->arena, struct pattern_rule, node_count(value));
    for (const struct node *key = node_first_key(value); key; key = node_next_key(value, key)) {
        struct pattern_rule *p = &o->patterns[o->pattern_count];
        if (!compile_regex(c, key, node_text(key), &p->regex) || !compile_child(c, node_pair_value(key), &p->schema))
            return false;
        o->pattern_count += p->schema != SCHEMA_NONE;
    }
    return true;
}

bool keyword_object_schema(struct compile *c, const struct node *value)
{
    struct object_part *o = compile_object(c);
    bool names = c->keyword->id == KEYWORD_PROPERTY_NAMES;

    return compile_child(c, value, names ? &o->property_names : &o->additional);
}

bool keyword_required(struct compile *c, const struct node *value)
{
    if (!compile_expect(c, value, NODE_SEQUENCE))
        return false;
    for (const struct node *e = node_first(value); e; e = node_next(value, e)) {
        uint32_t number;
        if (!compile_expect(c, e, NODE_STRING))
            return false;
        number = name_number(c, node_text(e));
        c->object->rules[number].required = true;
    }
    return true;
}

bool keyword_object_size(struct compile *c, const struct node *value)
{
    struct object_part *o = compile_object(c);

    return compile_size(c, value, c->keyword->id == KEYWORD_MIN_PROPERTIES ? &o->least : &o->most);
}

static struct dependent *add_dependent(struct compile *c, const struct node *key)
{
    uint32_t trigger = name_number(c, node_text(key));
    struct object_part *o = c->object;
    struct dependent *d;

    o->dependents =
        arena_grow(&c->b->schema->arena, o->dependents, o->dependent_count, &o->dependent_cap, sizeof *o->dependents);
    d = &o->dependents[o->dependent_count++];
    *d = (struct dependent){ .trigger = trigger, .schema = SCHEMA_NONE, .keyword = c->keyword->id };
    return d;
}

static bool add_dependent_names(struct compile *c, const struct node *key, const struct node *list)
{
    struct dependent *d = add_dependent(c, key);
    uint32_t *numbers;

    if (!compile_expect(c, list, NODE_SEQUENCE))
        return false;
    numbers = ARENA_ARRAY(&c->b->schema->arena, uint32_t, node_count(list));
    d->required = numbers;
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        if (!compile_expect(c, e, NODE_STRING))
            return false;
        numbers[d->required_count++] = name_number(c, node_text(e));
    }
    return true;
}

bool keyword_dependent_required(struct compile *c, const struct node *value)
{
    if (!compile_expect(c, value, NODE_MAPPING))
        return false;
    for (const struct node *key = node_first_key(value); key; key = node_next_key(value, key))
        if (!add_dependent_names(c, key, node_pair_value(key)))
            return false;
    return true;
}

bool keyword_dependent_schemas(struct compile *c, const struct node *value)
{
    if (!compile_expect(c, value, NODE_MAPPING))
        return false;
    for (const struct node *key = node_first_key(value); key; key = node_next_key(value, key))
        if (!compile_child(c, node_pair_value(key), &add_dependent(c, key)->schema))
            return false;
    return true;
}

bool keyword_dependencies(struct compile *c, const struct node *value)
{
    if (!compile_expect(c, value, NODE_MAPPING))
        return false;
    for (const struct node *key = node_first_key(value); key; key = node_next_key(value, key)) {
        const struct node *what = node_pair_value(key);
        bool names = node_kind(what) == NODE_SEQUENCE;
        if (names ? !add_dependent_names(c, key, what) : !compile_child(c, what, &add_dependent(c, key)->schema))
            return false;
    }
    return true;
}

/* The keywords of objects, arrays, texts and numbers, in the library's order. */
#include "jsonschema/causes_judge.h"

static void weigh_required(struct judge *j)
{
    const struct object_part *o = j->s->object;
    const struct node *list = node_get(j->s->source, STR("required"));
    struct str *missing = NULL;
    size_t n = 0;

    if (o->required_count == 0)
        return;
    if (!j->quiet)
        missing = ARENA_ARRAY(j->run->arena, struct str, node_count(list) + 1);
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        int64_t number = keyset_find(&o->names, node_text(e).p, node_text(e).len);

        if (number == KEYSET_NONE || !o->rules[number].required || node_key(j->instance, node_text(e)))
            continue;
        if (j->quiet) {
            j->count++;
            return;
        }
        missing[n++] = node_text(e);
    }
    if (n)
        SAY(j, KEYWORD_REQUIRED, cause_say_missing(j->run, missing, n));
}

static void weigh_dependents(struct judge *j)
{
    const struct object_part *o = j->s->object;

    for (size_t i = 0; i < o->dependent_count; i++) {
        const struct dependent *d = &o->dependents[i];
        struct str trigger = o->names.keys[d->trigger], *missing;
        size_t n = 0;

        if (!node_key(j->instance, trigger))
            continue;
        if (d->schema != SCHEMA_NONE) {
            judge_add(j, weigh_same(j, d->schema, false));
            continue;
        }
        missing = ARENA_ARRAY(j->run->arena, struct str, d->required_count + 1);
        for (size_t k = 0; k < d->required_count; k++)
            if (!node_key(j->instance, o->names.keys[d->required[k]]))
                missing[n++] = o->names.keys[d->required[k]];
        if (n)
            SAY(j, d->keyword, cause_say_dependency(j->run, missing, n, trigger));
    }
}

struct unknown_keys {
    struct str *names;
    const struct node *first;
    size_t count, cap;
};

static void weigh_pair(struct judge *j, const struct node *key, size_t index, struct unknown_keys *unknown)
{
    const struct object_part *o = j->s->object;
    int64_t number = keyset_find(&o->names, key->text, key->len);
    const struct node *value = node_pair_value(key);
    bool evaluated = false;

    if (number != KEYSET_NONE && o->rules[number].schema != SCHEMA_NONE) {
        evaluated = true;
        judge_add(j, weigh_part(j, o->rules[number].schema, value, key, 0));
    }
    for (size_t i = 0; i < o->pattern_count; i++)
        if (cause_matches(j->run, o->patterns[i].regex, node_text(key))) {
            evaluated = true;
            judge_add(j, weigh_part(j, o->patterns[i].schema, value, key, 0));
        }
    if (!evaluated && o->additional != SCHEMA_NONE) {
        evaluated = true;
        if (j->run->schema->subschemas[o->additional].verdict == SUBSCHEMA_FALSE) {
            unknown->names =
                arena_grow(j->run->arena, unknown->names, unknown->count, &unknown->cap, sizeof *unknown->names);
            unknown->names[unknown->count++] = node_text(key);
            unknown->first = unknown->first ? unknown->first : key;
        } else {
            judge_add(j, weigh_part(j, o->additional, value, key, 0));
        }
    }
    if (evaluated)
        uneval_clear(&j->uneval, index);
}

static void weigh_names(struct judge *j)
{
    const struct object_part *o = j->s->object;

    for (const struct node *key = node_first_key(j->instance); key; key = node_next_key(j->instance, key)) {
        struct judge sub = { .run = j->run,
                             .place = j->place,
                             .instance = key,
                             .schema = o->property_names,
                             .s = &j->run->schema->subschemas[o->property_names],
                             .quiet = j->quiet };
        struct schema_cause *c = weigh_value(&sub), *name;

        if (!c)
            continue;
        name = judge_make(j, CAUSE_BRANCHES, KEYWORD_PROPERTY_NAMES,
                          j->quiet ? STR("") : cause_say_name(j->run, node_text(key)));
        if (!j->quiet) {
            name->first = c->kind == CAUSE_GROUP ? c->first : c;
            name->key = key;
        }
        judge_add(j, name);
    }
}

static void weigh_object(struct judge *j)
{
    const struct object_part *o = j->s->object;
    struct unknown_keys unknown = { 0 };
    size_t index = 0;

    if (j->instance->len < o->least)
        SAY(j, KEYWORD_MIN_PROPERTIES, cause_say_size(j->run, "minProperties", j->instance->len, o->least));
    if (j->instance->len > o->most)
        SAY(j, KEYWORD_MAX_PROPERTIES, cause_say_size(j->run, "maxProperties", j->instance->len, o->most));
    weigh_required(j);
    if (j->quiet && j->count)
        return;
    weigh_dependents(j);
    for (const struct node *key = node_first_key(j->instance); key; key = node_next_key(j->instance, key)) {
        if (j->quiet && j->count)
            return;
        weigh_pair(j, key, index++, &unknown);
    }
    if (unknown.count) {
        SAY(j, KEYWORD_ADDITIONAL_PROPERTIES, cause_say_unknown(j->run, unknown.names, unknown.count));
        if (!j->quiet)
            j->last->key = unknown.first;
    }
    if (o->property_names != SCHEMA_NONE)
        weigh_names(j);
}

static void weigh_contains(struct judge *j, const struct array_part *p)
{
    struct judge branches = { .quiet = j->quiet };
    size_t matched = 0, index = 0;
    size_t *at = ARENA_ARRAY(j->run->arena, size_t, j->instance->len + 1);
    bool asked = node_get(j->s->source, STR("minContains")) != NULL;

    for (const struct node *e = node_first(j->instance); e; e = node_next(j->instance, e), index++) {
        struct schema_cause *c = weigh_part(j, p->contains, e, NULL, index);

        if (c) {
            judge_add(&branches, c);
            continue;
        }
        at[matched++] = index;
        if (p->contains_marks)
            uneval_clear(&j->uneval, index);
    }
    if (asked ? matched < p->least_contained : matched == 0)
        judge_add_branches(j, asked ? KEYWORD_MIN_CONTAINS : KEYWORD_CONTAINS,
                           j->quiet ? STR("")
                                    : cause_say_contains(j->run, asked, false, at, matched, p->least_contained),
                           &branches);
    if (matched > p->most_contained)
        SAY(j, KEYWORD_MAX_CONTAINS, cause_say_contains(j->run, true, true, at, matched, p->most_contained));
}

static void weigh_items(struct judge *j, const struct array_part *p)
{
    size_t index = 0;

    if (p->items != SCHEMA_NONE && p->items_keyword == KEYWORD_ADDITIONAL_ITEMS && j->instance->len > p->prefix.count &&
        j->run->schema->subschemas[p->items].verdict == SUBSCHEMA_FALSE) {
        SAY(j, KEYWORD_ADDITIONAL_ITEMS,
            arena_printf(j->run->arena, "last %zu additionalItem(s) not allowed", j->instance->len - p->prefix.count));
    }
    for (const struct node *e = node_first(j->instance); e; e = node_next(j->instance, e), index++) {
        if (index < p->prefix.count) {
            if (p->prefix.ids[index] != SCHEMA_NONE)
                judge_add(j, weigh_part(j, p->prefix.ids[index], e, NULL, index));
        } else if (p->items != SCHEMA_NONE && !(p->items_keyword == KEYWORD_ADDITIONAL_ITEMS &&
                                                j->run->schema->subschemas[p->items].verdict == SUBSCHEMA_FALSE)) {
            judge_add(j, weigh_part(j, p->items, e, NULL, index));
        }
    }
}

static void weigh_array(struct judge *j)
{
    const struct array_part *p = j->s->array;
    value_budget budget = 10 * 1000 * 1000;
    size_t earlier, later;

    if (j->instance->len < p->least)
        SAY(j, KEYWORD_MIN_ITEMS, cause_say_size(j->run, "minItems", j->instance->len, p->least));
    if (j->instance->len > p->most)
        SAY(j, KEYWORD_MAX_ITEMS, cause_say_size(j->run, "maxItems", j->instance->len, p->most));
    if (p->unique && value_find_equal(j->instance, j->run->arena, &budget, &earlier, &later))
        SAY(j, KEYWORD_UNIQUE_ITEMS, arena_printf(j->run->arena, "items at %zu and %zu are equal", earlier, later));
    if (!budget)
        j->run->undecided = true;
    weigh_items(j, p);
    if (p->contains != SCHEMA_NONE)
        weigh_contains(j, p);
}

static void weigh_string(struct judge *j)
{
    const struct string_part *p = j->s->string;
    struct str text = { j->instance->text, j->instance->len };
    size_t n = p->least || p->most != UINT64_MAX ? cause_runes(text) : 0;

    if (n < p->least)
        SAY(j, KEYWORD_MIN_LENGTH, cause_say_size(j->run, "minLength", n, p->least));
    if (p->most != UINT64_MAX && n > p->most)
        SAY(j, KEYWORD_MAX_LENGTH, cause_say_size(j->run, "maxLength", n, p->most));
    if (p->pattern && !cause_matches(j->run, p->pattern, text))
        SAY(j, KEYWORD_PATTERN, cause_say_pattern(j->run, text, p->pattern_text));
}

static void weigh_number(struct judge *j)
{
    static const enum keyword order[] = { KEYWORD_MINIMUM, KEYWORD_MAXIMUM, KEYWORD_EXCLUSIVE_MINIMUM,
                                          KEYWORD_EXCLUSIVE_MAXIMUM };
    const struct number_part *p = j->s->number;
    struct decimal d;

    if (!decimal_read((struct str){ j->instance->text, j->instance->len }, &d))
        return;
    for (size_t k = 0; k < 4; k++)
        for (size_t i = 0; i < p->bound_count; i++) {
            const struct bound *b = &p->bounds[i];
            int cmp = b->keyword == order[k] ? decimal_cmp(&d, &b->value) : 0;
            bool bad = b->keyword == order[k] && (k == 0 ? cmp < 0 : k == 1 ? cmp > 0 : k == 2 ? cmp <= 0 : cmp >= 0);

            if (bad)
                SAY(j, b->keyword, cause_say_bound(j->run, b->keyword, j->instance, b->node));
        }
    if (p->multiple_node && decimal_multiple(&d, &p->multiple_of) == MULTIPLE_NO)
        SAY(j, KEYWORD_MULTIPLE_OF, cause_say_bound(j->run, KEYWORD_MULTIPLE_OF, j->instance, p->multiple_node));
}

void weigh_kind(struct judge *j)
{
    switch (value_kind(j->instance)) {
    case NODE_MAPPING:
        if (j->s->object)
            weigh_object(j);
        break;
    case NODE_SEQUENCE:
        if (j->s->array)
            weigh_array(j);
        break;
    case NODE_STRING:
        if (j->s->string)
            weigh_string(j);
        break;
    case NODE_INT:
    case NODE_FLOAT:
        if (j->s->number)
            weigh_number(j);
        break;
    default:
        break;
    }
}

/* The walk, in the order and with the early returns of the library's validator.go: which violations stand beside each
 * other, and what stays "unevaluated" after one, depends on them. */
#include "jsonschema/causes_run.h"

#include "base/buf.h"

enum { MOST_DEPTH = 1500, STEPS = 8 * 1000 * 1000 };

/* What of one collection no subschema evaluated yet; NULL bits: nothing to keep track of. */
struct uneval {
    uint64_t *bits;
    size_t words;
};

/* A subschema at work on a value. */
struct judge {
    struct cause_run *run;
    const struct cause_place *place;
    const struct node *instance;
    uint32_t schema;
    const struct subschema *s;
    struct uneval uneval;
    struct schema_cause *first, *last;
    size_t count;
    bool quiet;
};

static struct schema_cause passes; /* stands for a violation where nobody wants to know which */

static struct schema_cause *weigh_value(struct judge *j);

static bool uneval_any(const struct uneval *u)
{
    for (size_t i = 0; i < u->words; i++)
        if (u->bits[i])
            return true;
    return false;
}

static void uneval_clear(struct uneval *u, size_t i)
{
    if (u->words)
        u->bits[i / 64] &= ~((uint64_t)1 << i % 64);
}

/* Whether the subschema evaluates every pair (element) by itself. */
static bool evaluates_all(const struct subschema *s, const struct node *n)
{
    if (n->kind == NODE_MAPPING)
        return s->object && (s->object->additional != SCHEMA_NONE || node_get(s->source, STR("additionalProperties")));
    return s->array && s->array->items != SCHEMA_NONE;
}

static struct uneval uneval_from(struct cause_run *r, const struct node *n, const struct subschema *s, bool needed)
{
    struct uneval u = { 0 };
    bool own = n->kind == NODE_MAPPING ? s->unevaluated_properties != SCHEMA_NONE : s->unevaluated_items != SCHEMA_NONE;
    size_t from = n->kind == NODE_SEQUENCE && s->array ? s->array->prefix.count : 0, count = n->len;

    if ((n->kind != NODE_MAPPING && n->kind != NODE_SEQUENCE) || !(needed || own) || evaluates_all(s, n) ||
        from >= count)
        return u;
    u.words = count / 64 + 1;
    u.bits = ARENA_ARRAY(r->arena, uint64_t, u.words);
    for (size_t i = from; i < count; i++)
        u.bits[i / 64] |= (uint64_t)1 << i % 64;
    return u;
}

static void uneval_merge(struct uneval *u, const struct uneval *other)
{
    for (size_t i = 0; i < u->words; i++)
        u->bits[i] &= i < other->words ? other->bits[i] : 0;
}

static void add(struct judge *j, struct schema_cause *c)
{
    if (!c)
        return;
    j->count++;
    if (j->quiet)
        return;
    if (j->last)
        j->last->next = c;
    else
        j->first = c;
    j->last = c;
}

static struct schema_cause *make(struct judge *j, int kind, enum keyword keyword, struct str text)
{
    struct schema_cause *c;

    if (j->quiet)
        return &passes;
    c = ARENA_NEW(j->run->arena, struct schema_cause);
    *c = (struct schema_cause){ .kind = kind,
                                .instance = j->instance,
                                .key = j->place->key,
                                .pointer = cause_pointer(j->run, j->place),
                                .keyword = kind == CAUSE_GROUP ? (struct str){ "", 0 } : keyword_name(keyword),
                                .text = text,
                                .schema = j->schema };
    return c;
}

#define SAY(j, keyword, text) add((j), make((j), CAUSE_LEAF, (keyword), (j)->quiet ? STR("") : (text)))

static bool too_much(struct cause_run *r)
{
    if (r->depth < MOST_DEPTH && r->steps < STEPS)
        return false;
    r->undecided = true;
    return true;
}

/* The same value by another subschema; what that evaluated counts here where it holds. */
static struct schema_cause *weigh_same(struct judge *j, uint32_t schema, bool quiet)
{
    struct judge sub = { .run = j->run,
                         .place = j->place,
                         .instance = j->instance,
                         .schema = schema,
                         .s = &j->run->schema->subschemas[schema],
                         .quiet = j->quiet || quiet };
    struct schema_cause *c;

    sub.uneval = uneval_from(j->run, j->instance, sub.s, uneval_any(&j->uneval));
    c = weigh_value(&sub);
    if (!c)
        uneval_merge(&j->uneval, &sub.uneval);
    return c;
}

static struct schema_cause *weigh_part(struct judge *j, uint32_t schema, const struct node *value,
                                       const struct node *key, size_t index)
{
    struct cause_place place = { j->place, key, index };
    struct judge sub = { .run = j->run,
                         .place = &place,
                         .instance = node_value(value),
                         .schema = schema,
                         .s = &j->run->schema->subschemas[schema],
                         .quiet = j->quiet };

    sub.uneval = uneval_from(j->run, sub.instance, sub.s, false);
    return weigh_value(&sub);
}

static struct schema_cause *weigh_reference(struct judge *j, uint32_t schema)
{
    struct schema_cause *c = weigh_same(j, schema, false), *r;

    if (!c || j->quiet)
        return c;
    r = make(j, CAUSE_REFERENCE, KEYWORD_REF, STR("validation failed"));
    r->first = c->kind == CAUSE_GROUP ? c->first : c;
    return r;
}

static void add_branches(struct judge *j, enum keyword keyword, struct str text, struct judge *branches)
{
    struct schema_cause *c = make(j, CAUSE_BRANCHES, keyword, text);

    if (!j->quiet)
        c->first = branches->first;
    add(j, c);
}

static bool in_choice(struct judge *j, const struct choice_part *p)
{
    value_budget budget = 1000 * 1000;

    if (value_kind(j->instance) == NODE_STRING)
        return keyset_find(&p->strings, j->instance->text, j->instance->len) != KEYSET_NONE;
    for (size_t i = 0; i < p->other_count; i++)
        if (value_equal(j->instance, p->others[i], &budget))
            return true;
    return false;
}

static struct schema_cause *weigh_choice(struct judge *j)
{
    /* const before enum, as the library asks */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < 2 && j->s->choices[i]; i++) {
            const struct choice_part *p = j->s->choices[i];

            if ((p->keyword == KEYWORD_CONST) == (pass == 0) && !in_choice(j, p))
                return make(j, CAUSE_LEAF, p->keyword, j->quiet ? STR("") : cause_say_choice(j->run, p));
        }
    return NULL;
}

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

static void weigh_dependents(struct judge *j, bool schemas_first)
{
    const struct object_part *o = j->s->object;

    (void)schemas_first;
    for (size_t i = 0; i < o->dependent_count; i++) {
        const struct dependent *d = &o->dependents[i];
        struct str trigger = o->names.keys[d->trigger], *missing;
        size_t n = 0;

        if (!node_key(j->instance, trigger))
            continue;
        if (d->schema != SCHEMA_NONE) {
            add(j, weigh_same(j, d->schema, false));
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
        add(j, weigh_part(j, o->rules[number].schema, value, key, 0));
    }
    for (size_t i = 0; i < o->pattern_count; i++)
        if (cause_matches(j->run, o->patterns[i].regex, node_text(key))) {
            evaluated = true;
            add(j, weigh_part(j, o->patterns[i].schema, value, key, 0));
        }
    if (!evaluated && o->additional != SCHEMA_NONE) {
        evaluated = true;
        if (j->run->schema->subschemas[o->additional].verdict == SUBSCHEMA_FALSE) {
            unknown->names =
                arena_grow(j->run->arena, unknown->names, unknown->count, &unknown->cap, sizeof *unknown->names);
            unknown->names[unknown->count++] = node_text(key);
            unknown->first = unknown->first ? unknown->first : key;
        } else {
            add(j, weigh_part(j, o->additional, value, key, 0));
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
        name = make(j, CAUSE_BRANCHES, KEYWORD_PROPERTY_NAMES,
                    j->quiet ? STR("") : cause_say_name(j->run, node_text(key)));
        if (!j->quiet) {
            name->first = c->kind == CAUSE_GROUP ? c->first : c;
            name->key = key;
        }
        add(j, name);
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
    weigh_dependents(j, true);
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
            add(&branches, c);
            continue;
        }
        at[matched++] = index;
        if (p->contains_marks)
            uneval_clear(&j->uneval, index);
    }
    if (asked ? matched < p->least_contained : matched == 0)
        add_branches(j, asked ? KEYWORD_MIN_CONTAINS : KEYWORD_CONTAINS,
                     j->quiet ? STR("") : cause_say_contains(j->run, asked, false, at, matched, p->least_contained),
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
                add(j, weigh_part(j, p->prefix.ids[index], e, NULL, index));
        } else if (p->items != SCHEMA_NONE && !(p->items_keyword == KEYWORD_ADDITIONAL_ITEMS &&
                                                j->run->schema->subschemas[p->items].verdict == SUBSCHEMA_FALSE)) {
            add(j, weigh_part(j, p->items, e, NULL, index));
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

static void weigh_all(struct judge *j, const struct id_list *list)
{
    struct judge branches = { .quiet = j->quiet };

    for (size_t i = 0; i < list->count; i++) {
        add(&branches, weigh_same(j, list->ids[i], false));
        if (j->quiet && branches.count)
            break;
    }
    if (branches.count)
        add_branches(j, KEYWORD_ALL_OF, STR("'allOf' failed"), &branches);
}

static void weigh_any(struct judge *j, const struct id_list *list)
{
    struct judge branches = { .quiet = j->quiet };
    bool matched = false;

    for (size_t i = 0; i < list->count; i++) {
        struct schema_cause *c = weigh_same(j, list->ids[i], false);

        add(&branches, c);
        if (!c) {
            matched = true;
            if (!uneval_any(&j->uneval))
                break;
        }
    }
    if (!matched)
        add_branches(j, KEYWORD_ANY_OF, STR("'anyOf' failed"), &branches);
}

static void weigh_one(struct judge *j, const struct id_list *list)
{
    struct judge branches = { .quiet = j->quiet };
    size_t matched = SIZE_MAX;

    for (size_t i = 0; i < list->count; i++) {
        struct schema_cause *c = weigh_same(j, list->ids[i], matched != SIZE_MAX);

        if (c) {
            if (matched == SIZE_MAX)
                add(&branches, c);
        } else if (matched == SIZE_MAX) {
            matched = i;
        } else {
            SAY(j, KEYWORD_ONE_OF,
                arena_printf(j->run->arena, "'oneOf' failed, subschemas %zu, %zu matched", matched, i));
            return;
        }
    }
    if (matched == SIZE_MAX)
        add_branches(j, KEYWORD_ONE_OF, STR("'oneOf' failed, none matched"), &branches);
}

static void weigh_conditions(struct judge *j, const struct logic_part *l)
{
    if (l->negated != SCHEMA_NONE && !weigh_same(j, l->negated, true))
        SAY(j, KEYWORD_NOT, STR("'not' failed"));
    if (l->all.count)
        weigh_all(j, &l->all);
    if (l->any.count)
        weigh_any(j, &l->any);
    if (l->one.count)
        weigh_one(j, &l->one);
    if (l->condition == SCHEMA_NONE)
        return;
    if (!weigh_same(j, l->condition, true)) {
        if (l->then != SCHEMA_NONE)
            add(j, weigh_same(j, l->then, false));
    } else if (l->otherwise != SCHEMA_NONE) {
        add(j, weigh_same(j, l->otherwise, false));
    }
}

static void add_unevaluated(struct judge *j, struct schema_cause *c)
{
    if (c && !j->quiet)
        c->from_unevaluated = c->kind == CAUSE_FALSE;
    add(j, c);
}

static void weigh_unevaluated(struct judge *j)
{
    size_t index = 0;

    if (j->instance->kind == NODE_MAPPING && j->s->unevaluated_properties != SCHEMA_NONE) {
        for (const struct node *key = node_first_key(j->instance); key; key = node_next_key(j->instance, key), index++)
            if (j->uneval.words && j->uneval.bits[index / 64] >> index % 64 & 1)
                add_unevaluated(j, weigh_part(j, j->s->unevaluated_properties, node_pair_value(key), key, 0));
        j->uneval.words = 0;
    }
    if (j->instance->kind == NODE_SEQUENCE && j->s->unevaluated_items != SCHEMA_NONE) {
        for (const struct node *e = node_first(j->instance); e; e = node_next(j->instance, e), index++)
            if (j->uneval.words && j->uneval.bits[index / 64] >> index % 64 & 1)
                add_unevaluated(j, weigh_part(j, j->s->unevaluated_items, e, NULL, index));
        j->uneval.words = 0;
    }
}

static void say_extension(void *to, struct str text)
{
    struct judge *j = to;

    SAY(j, KEYWORD_OTHER, text);
}

static void weigh_kind(struct judge *j)
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

/* A dynamic reference leads to the outermost resource that has the anchor; only the meta-schema of 2020-12 has one. */
static uint32_t dynamic_target(const struct judge *j, const struct logic_part *l)
{
    const struct schema *s = j->run->schema;

    for (size_t i = 0; l->anchor != SCHEMA_NONE && i < s->anchor_count; i++)
        if (s->anchors[i].anchor == l->anchor && s->anchors[i].resource == s->subschemas[SCHEMA_ROOT].resource)
            return s->anchors[i].schema;
    return l->dynamic;
}

static struct schema_cause *weigh_format(struct judge *j)
{
    const struct string_part *p = j->s->string;
    struct str why = { "", 0 };

    if (!p || !p->format || value_kind(j->instance) != NODE_STRING ||
        p->format->check((struct str){ j->instance->text, j->instance->len }, j->run->arena, &why))
        return NULL;
    return make(j, CAUSE_LEAF, KEYWORD_FORMAT,
                j->quiet ? STR("") : cause_say_format(j->run, j->instance, p->format->name, why));
}

static void weigh_rest(struct judge *j)
{
    const struct schema_extension *x = j->run->extension;
    const struct logic_part *l = j->s->logic;
    const struct node *own;

    if (l && l->dynamic != SCHEMA_NONE)
        add(j, weigh_reference(j, dynamic_target(j, l)));
    if (l)
        weigh_conditions(j, l);
    own = x ? node_get(j->s->source, x->keyword) : NULL;
    if (own)
        x->judge(x->context, own, j->instance, j->run->arena, say_extension, j);
    weigh_unevaluated(j);
}

/* type, const, enum and format end the matter where they refuse. */
static struct schema_cause *weigh_at_once(struct judge *j)
{
    enum node_kind kind = value_kind(j->instance);
    struct schema_cause *c;

    if (j->s->verdict == SUBSCHEMA_FALSE)
        return make(j, CAUSE_FALSE, KEYWORD_FALSE, STR("false schema"));
    if (!(j->s->kinds >> kind & 1) && !(kind == NODE_FLOAT && j->s->whole_floats && judge_float_is_whole(j->instance)))
        return make(j, CAUSE_LEAF, KEYWORD_TYPE, j->quiet ? STR("") : cause_say_type(j->run, j->instance, j->s));
    c = weigh_choice(j);
    return c ? c : weigh_format(j);
}

static struct schema_cause *weigh_value(struct judge *j)
{
    struct schema_cause *c;

    if (j->s->verdict == SUBSCHEMA_TRUE)
        return NULL;
    if (too_much(j->run))
        return NULL;
    c = weigh_at_once(j);
    if (c)
        return c;
    j->run->depth++;
    j->run->steps++;
    if (j->s->logic && j->s->logic->ref != SCHEMA_NONE)
        add(j, weigh_reference(j, j->s->logic->ref));
    weigh_kind(j);
    if (!(j->quiet && j->count))
        weigh_rest(j);
    j->run->depth--;
    if (j->count == 0)
        return NULL;
    if (j->quiet)
        return &passes;
    if (j->count == 1)
        return j->first;
    c = make(j, CAUSE_GROUP, KEYWORD_OTHER, STR("validation failed"));
    c->first = j->first;
    return c;
}

const struct schema_cause *schema_causes(const struct schema *s, const struct node *instance,
                                         const struct schema_extension *extension, struct arena *a, bool *undecided)
{
    static const struct node empty = { .text = "null", .len = 4, .span = 1, .line = 1, .kind = NODE_NULL };
    static const struct cause_place root;
    struct cause_run run = { .schema = s, .extension = extension, .arena = a };
    struct judge j = { .run = &run,
                       .place = &root,
                       .instance = instance ? node_value(instance) : &empty,
                       .schema = SCHEMA_ROOT,
                       .s = &s->subschemas[SCHEMA_ROOT] };
    const struct schema_cause *c;

    j.uneval = uneval_from(&run, j.instance, j.s, false);
    c = weigh_value(&j);
    regex_scratch_free(&run.regex);
    *undecided = run.undecided;
    return c;
}

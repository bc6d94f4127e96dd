/* The walk, in the order and with the early returns of the library's validator.go: which violations stand beside each
 * other, and what stays "unevaluated" after one, depends on them. */
#include "jsonschema/causes_judge.h"

#include "base/buf.h"

enum { MOST_DEPTH = 1500, STEPS = 8 * 1000 * 1000 };

static struct schema_cause passes; /* stands for a violation where nobody wants to know which */

static bool uneval_any(const struct uneval *u)
{
    for (size_t i = 0; i < u->words; i++)
        if (u->bits[i])
            return true;
    return false;
}

void uneval_clear(struct uneval *u, size_t i)
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

void judge_add(struct judge *j, struct schema_cause *c)
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

struct schema_cause *judge_make(struct judge *j, int kind, enum keyword keyword, struct str text)
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

static bool too_much(struct cause_run *r)
{
    if (r->depth < MOST_DEPTH && r->steps < STEPS)
        return false;
    r->undecided = true;
    return true;
}

struct schema_cause *weigh_same(struct judge *j, uint32_t schema, bool quiet)
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

struct schema_cause *weigh_part(struct judge *j, uint32_t schema, const struct node *value, const struct node *key,
                                size_t index)
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
    r = judge_make(j, CAUSE_REFERENCE, KEYWORD_REF, STR("validation failed"));
    r->first = c->kind == CAUSE_GROUP ? c->first : c;
    return r;
}

void judge_add_branches(struct judge *j, enum keyword keyword, struct str text, struct judge *branches)
{
    struct schema_cause *c = judge_make(j, CAUSE_BRANCHES, keyword, text);

    if (!j->quiet)
        c->first = branches->first;
    judge_add(j, c);
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
                return judge_make(j, CAUSE_LEAF, p->keyword, j->quiet ? STR("") : cause_say_choice(j->run, p));
        }
    return NULL;
}

static void weigh_all(struct judge *j, const struct id_list *list)
{
    struct judge branches = { .quiet = j->quiet };

    for (size_t i = 0; i < list->count; i++) {
        judge_add(&branches, weigh_same(j, list->ids[i], false));
        if (j->quiet && branches.count)
            break;
    }
    if (branches.count)
        judge_add_branches(j, KEYWORD_ALL_OF, STR("'allOf' failed"), &branches);
}

static void weigh_any(struct judge *j, const struct id_list *list)
{
    struct judge branches = { .quiet = j->quiet };
    bool matched = false;

    for (size_t i = 0; i < list->count; i++) {
        struct schema_cause *c = weigh_same(j, list->ids[i], false);

        judge_add(&branches, c);
        if (!c) {
            matched = true;
            if (!uneval_any(&j->uneval))
                break;
        }
    }
    if (!matched)
        judge_add_branches(j, KEYWORD_ANY_OF, STR("'anyOf' failed"), &branches);
}

static void weigh_one(struct judge *j, const struct id_list *list)
{
    struct judge branches = { .quiet = j->quiet };
    size_t matched = SIZE_MAX;

    for (size_t i = 0; i < list->count; i++) {
        struct schema_cause *c = weigh_same(j, list->ids[i], matched != SIZE_MAX);

        if (c) {
            if (matched == SIZE_MAX)
                judge_add(&branches, c);
        } else if (matched == SIZE_MAX) {
            matched = i;
        } else {
            SAY(j, KEYWORD_ONE_OF,
                arena_printf(j->run->arena, "'oneOf' failed, subschemas %zu, %zu matched", matched, i));
            return;
        }
    }
    if (matched == SIZE_MAX)
        judge_add_branches(j, KEYWORD_ONE_OF, STR("'oneOf' failed, none matched"), &branches);
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
            judge_add(j, weigh_same(j, l->then, false));
    } else if (l->otherwise != SCHEMA_NONE) {
        judge_add(j, weigh_same(j, l->otherwise, false));
    }
}

static void add_unevaluated(struct judge *j, struct schema_cause *c)
{
    if (c && !j->quiet)
        c->from_unevaluated = c->kind == CAUSE_FALSE;
    judge_add(j, c);
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
    return judge_make(j, CAUSE_LEAF, KEYWORD_FORMAT,
                      j->quiet ? STR("") : cause_say_format(j->run, j->instance, p->format->name, why));
}

static void weigh_rest(struct judge *j)
{
    const struct schema_extension *x = j->run->extension;
    const struct logic_part *l = j->s->logic;
    const struct node *own;

    if (l && l->dynamic != SCHEMA_NONE)
        judge_add(j, weigh_reference(j, dynamic_target(j, l)));
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
        return judge_make(j, CAUSE_FALSE, KEYWORD_FALSE, STR("false schema"));
    if (!(j->s->kinds >> kind & 1) && !(kind == NODE_FLOAT && j->s->whole_floats && judge_float_is_whole(j->instance)))
        return judge_make(j, CAUSE_LEAF, KEYWORD_TYPE, j->quiet ? STR("") : cause_say_type(j->run, j->instance, j->s));
    c = weigh_choice(j);
    return c ? c : weigh_format(j);
}

struct schema_cause *weigh_value(struct judge *j)
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
        judge_add(j, weigh_reference(j, j->s->logic->ref));
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
    c = judge_make(j, CAUSE_GROUP, KEYWORD_OTHER, STR("validation failed"));
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

/* Questions to a compiled schema, and the names of places. */
#include "base/buf.h"
#include "jsonschema/compiled.h"

/* Subschemas and names that one question may visit: a hostile schema can have many ways to the same one. */
enum { MOST_VISITS = 20000, MOST_LEVELS = 32 };

const struct node *schema_source(const struct schema *s, uint32_t subschema)
{
    return s->subschemas[subschema].source;
}

const struct node *schema_keyword(const struct schema *s, uint32_t subschema, struct str keyword)
{
    return node_get(s->subschemas[subschema].source, keyword);
}

const struct node *schema_violation_keyword(const struct schema *s, const struct schema_violation *v,
                                            struct str keyword)
{
    const struct node *value = NULL;

    for (size_t i = 0; i < v->schema_count && !value; i++)
        value = schema_keyword(s, v->schemas[i], keyword);
    return value;
}

static void put_token(struct buf *out, struct str token)
{
    buf_char(out, '/');
    for (size_t i = 0; i < token.len; i++) {
        if (token.p[i] == '~' || token.p[i] == '/')
            buf_put(out, token.p[i] == '~' ? STR("~0") : STR("~1"));
        else
            buf_char(out, token.p[i]);
    }
}

static bool holds(const struct node *outer, const struct node *n)
{
    return n >= outer && n < outer + outer->span;
}

/* The part of a collection that holds n, with its token put. NULL when that is n's own key. */
static const struct node *step_down(struct buf *out, const struct node *in, const struct node *n)
{
    const struct node *part = in + 1;
    size_t index = 0;

    if (in->kind == NODE_SEQUENCE) {
        for (; !holds(part, n); part += part->span)
            index++;
        buf_printf(out, "/%zu", index);
        return part;
    }
    while (part != n && !holds(part + 1, n))
        part += 1 + part[1].span;
    put_token(out, (struct str){ part->text, part->len });
    return part == n ? NULL : part + 1;
}

struct str schema_instance_pointer(const struct node *root, const struct node *node, struct arena *a)
{
    const struct node *at = node_value(root);
    struct buf out = { 0 };
    struct str pointer;

    if (!at || !node || !holds(at, node))
        return (struct str){ NULL, 0 };
    while (at && at != node)
        at = step_down(&out, at, node);
    pointer = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return pointer;
}

struct str schema_place(const struct schema_document *documents, uint32_t document, const struct node *n,
                        struct arena *a)
{
    struct str pointer = schema_instance_pointer(documents[document].tape->root, n, a);

    if (document == 0)
        return pointer;
    return arena_printf(a, "%.*s#%.*s", STR_ARG(documents[document].uri), STR_ARG(pointer));
}

struct str schema_pointer(const struct schema *s, uint32_t subschema, struct arena *a)
{
    return schema_place(s->documents, s->subschemas[subschema].document, s->subschemas[subschema].source, a);
}

/* A walk through everything that applies to the same value. */
struct visit {
    const struct schema *schema;
    bool (*look)(struct visit *v, const struct subschema *s); /* true ends the walk */
    size_t visits;
    /* What the questions need and find: */
    struct str key;
    size_t index;
    struct regex_scratch *regex;
    uint32_t found;
    bool (*each)(void *context, struct str key, uint32_t subschema, bool required);
    void *context;
    struct keyset seen;
    struct arena arena;
};

static bool visit(struct visit *v, uint32_t id, unsigned levels);

static bool visit_list(struct visit *v, const struct id_list *list, unsigned levels)
{
    for (size_t i = 0; i < list->count; i++)
        if (visit(v, list->ids[i], levels))
            return true;
    return false;
}

static bool visit(struct visit *v, uint32_t id, unsigned levels)
{
    const struct subschema *s;
    const struct logic_part *l;

    if (id == SCHEMA_NONE || levels == 0 || v->visits++ >= MOST_VISITS)
        return false;
    s = &v->schema->subschemas[id];
    l = s->logic;
    if (v->look(v, s))
        return true;
    return l &&
           (visit(v, l->ref, levels - 1) || visit(v, l->dynamic, levels - 1) || visit_list(v, &l->all, levels - 1) ||
            visit_list(v, &l->any, levels - 1) || visit_list(v, &l->one, levels - 1) || visit(v, l->then, levels - 1) ||
            visit(v, l->otherwise, levels - 1));
}

static bool look_for_name(struct visit *v, const struct subschema *s)
{
    int64_t number = s->object ? keyset_find(&s->object->names, v->key.p, v->key.len) : KEYSET_NONE;

    v->found = number == KEYSET_NONE ? SCHEMA_NONE : s->object->rules[number].schema;
    return v->found != SCHEMA_NONE;
}

static bool look_for_pattern(struct visit *v, const struct subschema *s)
{
    for (size_t i = 0; s->object && i < s->object->pattern_count; i++)
        if (regex_match(s->object->patterns[i].regex, v->regex, v->key, NULL, 0) == REGEX_MATCH) {
            v->found = s->object->patterns[i].schema;
            return true;
        }
    return false;
}

static bool look_for_additional(struct visit *v, const struct subschema *s)
{
    if (!s->object || s->object->additional == SCHEMA_NONE ||
        v->schema->subschemas[s->object->additional].verdict == SUBSCHEMA_FALSE)
        return false;
    v->found = s->object->additional;
    return true;
}

static bool look_for_element(struct visit *v, const struct subschema *s)
{
    if (!s->array)
        return false;
    v->found = v->index < s->array->prefix.count ? s->array->prefix.ids[v->index] : s->array->items;
    return v->found != SCHEMA_NONE;
}

static bool look_at_names(struct visit *v, const struct subschema *s)
{
    const struct object_part *o = s->object;

    v->visits += o ? o->names.count : 0;
    for (uint32_t i = 0; o && i < o->names.count; i++) {
        uint32_t known = v->seen.count;
        if (o->rules[i].schema == SCHEMA_NONE || keyset_add(&v->seen, &v->arena, o->names.keys[i]) != known)
            continue;
        if (!v->each(v->context, o->names.keys[i], o->rules[i].schema, o->rules[i].required))
            return true;
    }
    return false;
}

static bool ask(struct visit *v, uint32_t subschema, bool (*look)(struct visit *v, const struct subschema *s))
{
    v->look = look;
    v->visits = 0;
    return visit(v, subschema, MOST_LEVELS);
}

uint32_t schema_property(const struct schema *s, uint32_t subschema, struct str key)
{
    struct regex_scratch regex = { 0 };
    struct visit v = { .schema = s, .key = key, .regex = &regex };
    bool found = ask(&v, subschema, look_for_name) || ask(&v, subschema, look_for_pattern) ||
                 ask(&v, subschema, look_for_additional);

    regex_scratch_free(&regex);
    return found ? v.found : SCHEMA_NONE;
}

uint32_t schema_element(const struct schema *s, uint32_t subschema, size_t index)
{
    struct visit v = { .schema = s, .index = index };

    return ask(&v, subschema, look_for_element) ? v.found : SCHEMA_NONE;
}

bool schema_each_property(const struct schema *s, uint32_t subschema,
                          bool (*each)(void *context, struct str key, uint32_t subschema, bool required), void *context)
{
    struct visit v = { .schema = s, .each = each, .context = context };
    bool ended = ask(&v, subschema, look_at_names);

    arena_free(&v.arena);
    return !ended;
}

/* From places in documents to tables: every subschema that something refers to is compiled once, in the order
 * in which it was first met. No recursion: what a subschema needs waits in the table for its turn. */
#include "jsonschema/build.h"
#include "jsonschema/ecma.h"
#include "syntax/json/json.h"

#include <string.h>

enum { ALL_KINDS = (1 << NODE_ALIAS) - 1, GO_DIALECT = REGEX_GO_NEWEST };

bool compile_fail(struct compile *c, const struct node *where, const char *fmt, ...)
{
    struct str message;
    va_list ap;

    va_start(ap, fmt);
    message = arena_vprintf(&c->b->scratch, fmt, ap);
    va_end(ap);
    return builder_fail(c->b, c->place.document, where, "%.*s: %.*s", STR_ARG(c->keyword->name), STR_ARG(message));
}

uint32_t compile_place(struct builder *b, const struct place *place)
{
    uint32_t *known = &b->documents[place->document].compiled[builder_index(b, place->document, place->node)];
    struct schema *s = b->schema;

    if (!*known) {
        *ARENA_PUSH(&b->scratch, s->subschemas, s->count, b->subschema_cap) =
            (struct subschema){ .document = place->document, .resource = place->resource, .source = place->node };
        *known = (uint32_t)s->count;
    }
    return *known - 1;
}

/* Whether the window has this subschema, and what its $ref leads to. */
static bool is_present(struct builder *b, struct place place)
{
    enum { HOPS = 16 };
    const struct schema_options *o = b->options;
    struct str fragment;

    for (int hop = 0; o->present && hop < HOPS; hop++) {
        const struct node *ref = node_get(place.node, STR("$ref"));
        struct place from = place;
        if ((node_key(place.node, STR("x-since")) || node_key(place.node, STR("x-until"))) &&
            !o->present(o->present_context, place.node))
            return false;
        /* A broken reference is reported when it is compiled. */
        if (node_kind(ref) != NODE_STRING || !ref_resolve(b, &from, ref, &place, &fragment))
            return true;
    }
    return true;
}

bool compile_child(struct compile *c, const struct node *value, uint32_t *id)
{
    struct place place = { c->place.document, c->place.resource, node_value(value) };
    uint32_t resource = c->b->documents[place.document].resources[builder_index(c->b, place.document, place.node)];

    *id = SCHEMA_NONE;
    if (place.node->kind != NODE_MAPPING && place.node->kind != NODE_BOOL)
        return compile_fail(c, value, "a schema must be a mapping, true or false");
    if (resource)
        place.resource = resource - 1;
    if (is_present(c->b, place))
        *id = compile_place(c->b, &place);
    return c->b->error->message.len == 0;
}

bool compile_expect(struct compile *c, const struct node *value, enum node_kind kind)
{
    static const char *const names[] = { [NODE_BOOL] = "true or false",
                                         [NODE_STRING] = "a string",
                                         [NODE_SEQUENCE] = "a list",
                                         [NODE_MAPPING] = "a mapping" };

    return node_kind(value) == kind || compile_fail(c, value, "the value must be %s", names[kind]);
}

bool compile_list(struct compile *c, const struct node *value, struct id_list *list)
{
    uint32_t *ids;

    if (!compile_expect(c, value, NODE_SEQUENCE))
        return false;
    ids = ARENA_ARRAY(&c->b->schema->arena, uint32_t, node_count(value));
    *list = (struct id_list){ ids, 0 };
    for (const struct node *e = node_first(value); e; e = node_next(value, e)) {
        if (!compile_child(c, e, &ids[list->count]))
            return false;
        list->count += ids[list->count] != SCHEMA_NONE;
    }
    return true;
}

bool compile_size(struct compile *c, const struct node *value, uint64_t *size)
{
    enum node_kind kind = node_kind(value);
    struct decimal d;

    return ((kind == NODE_INT || kind == NODE_FLOAT) && decimal_read(node_text(value), &d) && decimal_uint(&d, size)) ||
           compile_fail(c, value, "the value must be a whole number, 0 or more");
}

bool compile_regex(struct compile *c, const struct node *where, struct str text, const struct regex **regex)
{
    struct regex_error e = { 0 };
    struct str go, why;

    if (!ecma_to_go(&c->b->schema->arena, text, &go, &why))
        return compile_fail(c, where, "the pattern \"%.*s\" can't be used: %.*s", STR_ARG(text), STR_ARG(why));
    *regex = regex_set_get(&c->b->schema->regexes, go, GO_DIALECT, &e);
    return *regex ||
           compile_fail(c, where, "the pattern \"%.*s\" can't be used: %.*s", STR_ARG(text), STR_ARG(e.message));
}

struct object_part *compile_object(struct compile *c)
{
    if (!c->object) {
        c->object = ARENA_NEW(&c->b->schema->arena, struct object_part);
        c->object->additional = c->object->property_names = SCHEMA_NONE;
        c->object->most = UINT64_MAX;
    }
    return c->object;
}

struct array_part *compile_array(struct compile *c)
{
    if (!c->array) {
        c->array = ARENA_NEW(&c->b->schema->arena, struct array_part);
        c->array->items = c->array->contains = SCHEMA_NONE;
        c->array->least_contained = 1;
        c->array->most = c->array->most_contained = UINT64_MAX;
    }
    return c->array;
}

struct string_part *compile_string(struct compile *c)
{
    if (!c->string) {
        c->string = ARENA_NEW(&c->b->schema->arena, struct string_part);
        c->string->most = UINT64_MAX;
    }
    return c->string;
}

struct number_part *compile_number(struct compile *c)
{
    if (!c->number)
        c->number = ARENA_NEW(&c->b->schema->arena, struct number_part);
    return c->number;
}

struct logic_part *compile_logic(struct compile *c)
{
    if (!c->logic) {
        c->logic = ARENA_NEW(&c->b->schema->arena, struct logic_part);
        c->logic->ref = c->logic->dynamic = c->logic->anchor = SCHEMA_NONE;
        c->logic->negated = c->logic->condition = c->logic->then = c->logic->otherwise = SCHEMA_NONE;
    }
    return c->logic;
}

static bool compile_keywords(struct compile *c)
{
    const struct resource *r = &c->b->resources[c->place.resource];
    enum schema_draft draft = r->draft;
    uint8_t vocabularies = r->vocabularies;
    bool only_ref = draft == SCHEMA_DRAFT_7 && node_get(c->place.node, STR("$ref"));

    for (const struct node *key = node_first_key(c->place.node); key; key = node_next_key(c->place.node, key)) {
        c->keyword = keyword_find(node_text(key), draft);
        if (!c->keyword || !c->keyword->compile || !(c->keyword->vocabulary & vocabularies))
            continue;
        if (only_ref && c->keyword->id != KEYWORD_REF)
            continue;
        if (!c->keyword->compile(c, node_pair_value(key)))
            return false;
    }
    return true;
}

/* Keys that are not there for the window can't be required. */
static void finish_object(struct object_part *o)
{
    o->required_count = 0;
    for (uint32_t i = 0; i < o->names.count; i++)
        o->required_count += o->rules[i].required = o->rules[i].required && !o->rules[i].absent;
}

static bool has_annotation(const struct builder *b, const struct node *source)
{
    for (size_t i = 0; i < b->options->annotation_count; i++)
        if (node_key(source, b->options->annotations[i]))
            return true;
    return false;
}

static void finish_subschema(struct compile *c)
{
    struct subschema *out = &c->out;

    out->object = c->object;
    out->array = c->array;
    out->string = c->string;
    out->number = c->number;
    out->logic = c->logic;
    if (c->object)
        finish_object(c->object);
    out->annotated = has_annotation(c->b, out->source);
    c->b->schema->annotates |= out->annotated;
    if (out->logic || out->choices[0] || out->annotated)
        out->deep = ALL_KINDS;
    out->deep |= (c->object || out->unevaluated_properties != SCHEMA_NONE) << NODE_MAPPING;
    out->deep |= (c->array || out->unevaluated_items != SCHEMA_NONE) << NODE_SEQUENCE;
    out->deep |= (c->string != NULL) << NODE_STRING;
    out->deep |= (c->number != NULL) << NODE_INT | (c->number != NULL) << NODE_FLOAT;
}

static bool compile_one(struct builder *b, size_t index)
{
    struct compile c = { .b = b, .out = b->schema->subschemas[index] };

    c.place = (struct place){ c.out.document, c.out.resource, c.out.source };
    c.out.kinds = ALL_KINDS;
    c.out.unevaluated_items = c.out.unevaluated_properties = SCHEMA_NONE;
    if (c.out.source->kind == NODE_BOOL)
        c.out.verdict = node_true(c.out.source) ? SUBSCHEMA_TRUE : SUBSCHEMA_FALSE;
    else if (!compile_keywords(&c))
        return false;
    finish_subschema(&c);
    b->schema->subschemas[index] = c.out;
    return true;
}

/* What a dynamic reference may lead to: every dynamic anchor of the documents loaded by now. */
static void compile_dynamic_anchors(struct builder *b)
{
    struct schema *s = b->schema;

    for (size_t i = s->anchor_count; b->has_dynamic_ref && i < b->dynamic_anchor_count; i++) {
        const struct anchor_place *a = &b->dynamic_anchors[i];
        *ARENA_PUSH(&b->scratch, s->anchors, s->anchor_count, b->anchor_cap) =
            (struct dynamic_anchor){ a->place.resource, a->name, compile_place(b, &a->place) };
    }
}

static bool compile_all(struct builder *b)
{
    for (size_t i = 0; i < b->schema->count; i++) {
        if (!compile_one(b, i))
            return false;
        if (i + 1 == b->schema->count)
            compile_dynamic_anchors(b);
    }
    return true;
}

static void *keep(struct arena *a, const void *items, size_t n, size_t size)
{
    void *kept = arena_array(a, n, size);

    if (n)
        memcpy(kept, items, n * size);
    return kept;
}

/* Moves what grew while compiling to the schema's own memory. */
static void keep_tables(struct builder *b)
{
    struct schema *s = b->schema;

    s->subschemas = keep(&s->arena, s->subschemas, s->count, sizeof *s->subschemas);
    s->anchors = keep(&s->arena, s->anchors, s->anchor_count, sizeof *s->anchors);
    s->documents = keep(&s->arena, b->given, b->document_count, sizeof *s->documents);
}

static bool build(struct builder *b, const struct tape *tape)
{
    struct place root;

    b->default_draft = b->options->draft;
    b->loaded = ARENA_ARRAY(&b->scratch, bool, b->options->document_count);
    map_init(&b->uris, &b->scratch);
    map_init(&b->anchors, &b->scratch);
    if (!tape->root)
        return builder_fail(b, 0, NULL, "the schema is empty");
    if (tape->root->kind != NODE_MAPPING && tape->root->kind != NODE_BOOL)
        return builder_fail(b, 0, NULL, "a schema must be a mapping, true or false");
    if (!schema_load_document(b, b->options->uri, tape, &root))
        return false;
    b->default_draft = b->resources[root.resource].draft;
    compile_place(b, &root);
    return compile_all(b);
}

/* Builds into memory that becomes the schema's own. */
static struct schema *compile_into(struct arena own, const struct tape *tape, const struct schema_options *options,
                                   struct arena *a, struct schema_error *error)
{
    struct schema *s = ARENA_NEW(&own, struct schema);
    struct builder b = { .schema = s, .options = options, .error_arena = a, .error = error };
    bool ok;

    s->arena = own;
    *error = (struct schema_error){ 0 };
    ok = build(&b, tape) && error->message.len == 0;
    keep_tables(&b);
    arena_free(&b.scratch);
    if (ok)
        return s;
    schema_free(s);
    return NULL;
}

struct schema *schema_compile(const struct tape *tape, const struct schema_options *options, struct arena *a,
                              struct schema_error *error)
{
    static const struct schema_options plain;

    return compile_into((struct arena){ 0 }, tape, options ? options : &plain, a, error);
}

struct schema *schema_compile_meta(enum schema_draft draft, struct arena *a, struct schema_error *error)
{
    static const struct schema_options plain;
    struct arena own = { 0 };
    struct tape *tape = ARENA_NEW(&own, struct tape);
    struct json_error reason;

    if (!json_read(tape, &own, dialect_embedded(dialect_uri(draft)), &reason)) {
        *error = (struct schema_error){ .message = arena_copy(a, reason.message) };
        arena_free(&own);
        return NULL;
    }
    return compile_into(own, tape, &plain, a, error);
}

void schema_free(struct schema *s)
{
    struct arena own;

    if (!s)
        return;
    regex_set_free(&s->regexes);
    /* The schema itself lives in its arena. */
    own = s->arena;
    arena_free(&own);
}

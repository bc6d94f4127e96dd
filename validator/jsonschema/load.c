/* Documents, and what in them can be referred to: $id, $anchor, $dynamicAnchor. */
#include "jsonschema/build.h"
#include "jsonschema/uri.h"
#include "syntax/json/json.h"

bool builder_fail(struct builder *b, uint32_t document, const struct node *where, const char *fmt, ...)
{
    va_list ap;

    if (b->error->message.len)
        return false;
    va_start(ap, fmt);
    b->error->message = arena_vprintf(b->error_arena, fmt, ap);
    va_end(ap);
    b->error->where = where;
    if (where && document < b->document_count)
        b->error->pointer = schema_place(b->given, document, where, b->error_arena);
    return false;
}

static uint32_t *resource_at(struct builder *b, uint32_t document, const struct node *n)
{
    return &b->documents[document].resources[builder_index(b, document, n)];
}

static void add_scan(struct builder *b, struct place place)
{
    place.node = node_value(place.node);
    if (!place.node || *resource_at(b, place.document, place.node))
        return;
    *ARENA_PUSH(&b->scratch, b->scan, b->scan_count, b->scan_cap) = place;
}

static struct place *keep_place(struct builder *b, const struct place *place)
{
    struct place *kept = ARENA_NEW(&b->scratch, struct place);

    *kept = *place;
    return kept;
}

/* The first document of a URI keeps it. */
static void register_uri(struct builder *b, struct str uri, const struct place *place)
{
    void **at = map_at(&b->uris, uri);

    if (!*at)
        *at = keep_place(b, place);
}

static bool add_anchor(struct builder *b, struct str name, const struct place *place)
{
    struct str key = arena_printf(&b->scratch, "%u#%.*s", (unsigned)place->resource, STR_ARG(name));
    struct place **at = (struct place **)map_at(&b->anchors, key);

    if (*at && (*at)->node != place->node)
        return builder_fail(b, place->document, place->node, "the anchor \"%.*s\" stands twice in one schema",
                            STR_ARG(name));
    *at = keep_place(b, place);
    return true;
}

static void add_dynamic_anchor(struct builder *b, struct str name, const struct place *place)
{
    uint32_t number = keyset_add(&b->anchor_names, &b->scratch, name);

    b->dynamic_anchors = arena_grow(&b->scratch, b->dynamic_anchors, b->dynamic_anchor_count, &b->dynamic_anchor_cap,
                                    sizeof *b->dynamic_anchors);
    b->dynamic_anchors[b->dynamic_anchor_count++] = (struct anchor_place){ number, *place };
}

/* A new resource that begins at place, or the document's own when it begins there already. */
static void begin_resource(struct builder *b, struct place *place, struct str uri)
{
    struct resource r = b->resources[place->resource];

    if (r.root == place->node) {
        b->resources[place->resource].uri = uri;
    } else {
        b->resources = arena_grow(&b->scratch, b->resources, b->resource_count, &b->resource_cap, sizeof r);
        r.root = place->node;
        r.uri = uri;
        place->resource = (uint32_t)b->resource_count;
        b->resources[b->resource_count++] = r;
    }
    register_uri(b, uri, place);
}

static bool scan_dialect(struct builder *b, const struct place *place)
{
    const struct node *meta = node_get(place->node, STR("$schema"));
    struct resource *r = &b->resources[place->resource];
    enum schema_draft draft;
    uint8_t vocabularies;

    if (!meta || r->root != place->node)
        return true;
    if (node_kind(meta) != NODE_STRING)
        return builder_fail(b, place->document, meta, "$schema must be a string");
    if (!dialect_find(b, node_text(meta), place->document, meta, &draft, &vocabularies))
        return false;
    r = &b->resources[place->resource];
    r->draft = draft;
    r->vocabularies = vocabularies;
    return true;
}

/* Reads $id; place->resource is the new resource when one begins here. */
static bool scan_id(struct builder *b, struct place *place)
{
    const struct node *id = node_get(place->node, STR("$id"));
    bool draft_7 = b->resources[place->resource].draft == SCHEMA_DRAFT_7;
    struct str rest, fragment;

    /* Before 2019-09 nothing beside $ref counts. */
    if (!id || (draft_7 && node_get(place->node, STR("$ref"))))
        return true;
    if (node_kind(id) != NODE_STRING)
        return builder_fail(b, place->document, id, "$id must be a string");
    uri_cut_fragment(node_text(id), &rest, &fragment);
    if (fragment.len && !draft_7)
        return builder_fail(b, place->document, id, "$id may not have a fragment; write $anchor: %.*s",
                            STR_ARG(fragment));
    if (rest.len)
        begin_resource(b, place, uri_resolve(&b->schema->arena, b->resources[place->resource].uri, rest));
    return fragment.len == 0 || add_anchor(b, fragment, place);
}

static bool scan_anchors(struct builder *b, const struct place *place)
{
    enum schema_draft draft = b->resources[place->resource].draft;
    const struct node *anchor = node_get(place->node, STR("$anchor"));
    const struct node *dynamic = node_get(place->node, STR("$dynamicAnchor"));

    if (draft == SCHEMA_DRAFT_7)
        return true;
    if (node_kind(anchor) == NODE_STRING && !add_anchor(b, node_text(anchor), place))
        return false;
    if (draft == SCHEMA_DRAFT_2019_09 && node_true(node_get(place->node, STR("$recursiveAnchor"))))
        add_dynamic_anchor(b, STR("$recursiveAnchor"), place);
    if (draft == SCHEMA_DRAFT_2020_12 && node_kind(dynamic) == NODE_STRING) {
        add_dynamic_anchor(b, node_text(dynamic), place);
        return add_anchor(b, node_text(dynamic), place);
    }
    return true;
}

static void scan_children(struct builder *b, const struct place *at, const struct node *value, enum keyword_form form)
{
    struct place child = { at->document, at->resource, value };

    if (form == FORM_SCHEMA || (form == FORM_ITEMS && node_kind(value) != NODE_SEQUENCE))
        add_scan(b, child);
    if (form == FORM_LIST || form == FORM_ITEMS)
        for (child.node = node_first(value); child.node; child.node = node_next(value, child.node))
            add_scan(b, child);
    if (form == FORM_MAP || form == FORM_DEPENDENCIES)
        for (const struct node *key = node_first_key(value); key; key = node_next_key(value, key)) {
            child.node = node_pair_value(key);
            add_scan(b, child);
        }
}

static bool scan_one(struct builder *b, struct place place)
{
    uint32_t *known = resource_at(b, place.document, place.node);

    if (*known || (place.node->kind != NODE_MAPPING && place.node->kind != NODE_BOOL))
        return true;
    if (place.node->kind == NODE_MAPPING &&
        (!scan_dialect(b, &place) || !scan_id(b, &place) || !scan_dialect(b, &place) || !scan_anchors(b, &place)))
        return false;
    known = resource_at(b, place.document, place.node);
    *known = place.resource + 1;
    for (const struct node *key = node_first_key(place.node); key; key = node_next_key(place.node, key)) {
        const struct keyword_entry *e = keyword_find(node_text(key), b->resources[place.resource].draft);
        if (e)
            scan_children(b, &place, node_pair_value(key), (enum keyword_form)e->form);
    }
    return true;
}

bool schema_load_scan(struct builder *b)
{
    while (b->scan_count)
        if (!scan_one(b, b->scan[--b->scan_count]))
            return false;
    return true;
}

bool schema_load_document(struct builder *b, struct str uri, const struct tape *tape, struct place *root)
{
    struct document d = { ARENA_ARRAY(&b->scratch, uint32_t, tape->count),
                          ARENA_ARRAY(&b->scratch, uint32_t, tape->count) };
    struct resource r = { (uint32_t)b->document_count, tape->root, uri, b->default_draft, VOCABULARY_USUAL };
    struct str fragment;

    uri_cut_fragment(uri, &r.uri, &fragment);
    b->given = arena_grow(&b->scratch, b->given, b->document_count, &b->given_cap, sizeof *b->given);
    b->given[b->document_count] = (struct schema_document){ uri, tape };
    b->documents = arena_grow(&b->scratch, b->documents, b->document_count, &b->document_cap, sizeof d);
    b->documents[b->document_count++] = d;
    b->resources = arena_grow(&b->scratch, b->resources, b->resource_count, &b->resource_cap, sizeof r);
    b->resources[b->resource_count++] = r;
    *root = (struct place){ r.document, (uint32_t)b->resource_count - 1, tape->root };
    register_uri(b, r.uri, root);
    add_scan(b, *root);
    return schema_load_scan(b);
}

static bool load_embedded(struct builder *b, struct str uri, struct place *place)
{
    struct str text = dialect_embedded(uri);
    struct tape *tape;
    struct json_error error;

    if (!text.p)
        return false;
    tape = ARENA_NEW(&b->schema->arena, struct tape);
    if (!json_read(tape, &b->schema->arena, text, &error))
        return builder_fail(b, 0, NULL, "%.*s: %.*s", STR_ARG(uri), STR_ARG(error.message));
    return schema_load_document(b, uri, tape, place);
}

/* Whether a given document is the one: by where it comes from, or by the $id of its root. */
static bool given_is(struct builder *b, const struct schema_document *d, struct str uri)
{
    struct str place, id, fragment;

    uri_cut_fragment(d->uri, &place, &fragment);
    if (str_eq(place, uri))
        return true;
    uri_cut_fragment(node_text(node_get(d->tape->root, STR("$id"))), &id, &fragment);
    return id.len && str_eq(uri_resolve(&b->scratch, place, id), uri);
}

bool schema_load_find(struct builder *b, struct str uri, struct place *place)
{
    const struct place *known = map_get(&b->uris, uri);

    if (known) {
        *place = *known;
        return true;
    }
    for (size_t i = 0; i < b->options->document_count; i++)
        if (!b->loaded[i] && b->options->documents[i].tape->root && given_is(b, &b->options->documents[i], uri)) {
            b->loaded[i] = true;
            return schema_load_document(b, b->options->documents[i].uri, b->options->documents[i].tape, place);
        }
    return load_embedded(b, uri, place);
}

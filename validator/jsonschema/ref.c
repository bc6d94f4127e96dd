/* Where references lead. */
#include "jsonschema/build.h"
#include "jsonschema/uri.h"

/* A token of a JSON Pointer: "~1" is "/", "~0" is "~". */
static struct str unescape_token(struct arena *a, struct str token)
{
    char *out;
    size_t n = 0;

    if (str_find_char(token, '~') == SIZE_MAX)
        return token;
    out = arena_take(a, token.len);
    for (size_t i = 0; i < token.len; i++) {
        bool escape = token.p[i] == '~' && i + 1 < token.len && (token.p[i + 1] == '0' || token.p[i + 1] == '1');
        out[n++] = escape ? (token.p[i + 1] == '1' ? '/' : '~') : token.p[i];
        i += escape;
    }
    return (struct str){ out, n };
}

static const struct node *element_at(const struct node *sequence, struct str token)
{
    const struct node *e = node_first(sequence);
    uint64_t index = 0;

    if (token.len == 0 || token.len > 9 || (token.len > 1 && token.p[0] == '0'))
        return NULL;
    for (size_t i = 0; i < token.len; i++) {
        if (token.p[i] < '0' || token.p[i] > '9')
            return NULL;
        index = index * 10 + (uint64_t)(token.p[i] - '0');
    }
    for (; e && index; index--)
        e = node_next(sequence, e);
    return node_value(e);
}

/* Goes down a JSON Pointer; a subschema with its own $id on the way changes the resource. */
static bool follow_pointer(struct builder *b, struct str pointer, struct place *place)
{
    struct str token, rest = str_from(pointer, 1);
    bool more = true;

    while (more) {
        uint32_t resource;
        more = str_cut(rest, '/', &token, &rest);
        token = unescape_token(&b->scratch, token);
        place->node =
            node_kind(place->node) == NODE_SEQUENCE ? element_at(place->node, token) : node_get(place->node, token);
        if (!place->node)
            return false;
        resource = b->documents[place->document].resources[builder_index(b, place->document, place->node)];
        if (resource)
            place->resource = resource - 1;
    }
    return true;
}

static bool find_fragment(struct builder *b, struct str fragment, struct place *place)
{
    const struct place *anchor;
    struct str key;

    if (fragment.len == 0)
        return true;
    if (fragment.p[0] == '/')
        return follow_pointer(b, fragment, place);
    key = arena_printf(&b->scratch, "%u#%.*s", (unsigned)place->resource, STR_ARG(fragment));
    anchor = map_get(&b->anchors, key);
    if (anchor)
        *place = *anchor;
    return anchor != NULL;
}

/* A target in a part of the document that no keyword made a schema has not been scanned yet. */
static bool scan_target(struct builder *b, struct place *target)
{
    uint32_t *resources = b->documents[target->document].resources;
    size_t index = builder_index(b, target->document, target->node);

    if (!resources[index]) {
        *ARENA_PUSH(&b->scratch, b->scan, b->scan_count, b->scan_cap) = *target;
        if (!schema_load_scan(b))
            return false;
    }
    if (resources[index])
        target->resource = resources[index] - 1;
    return true;
}

bool ref_resolve(struct builder *b, const struct place *from, const struct node *ref, struct place *target,
                 struct str *fragment)
{
    const struct resource *r = &b->resources[from->resource];
    struct str rest, uri;

    if (node_kind(ref) != NODE_STRING)
        return builder_fail(b, from->document, ref, "a reference must be a string");
    uri_cut_fragment(node_text(ref), &rest, fragment);
    *fragment = uri_decode(&b->scratch, *fragment);
    uri = uri_resolve(&b->scratch, r->uri, rest);
    *target = (struct place){ r->document, from->resource, r->root };
    if (rest.len && !schema_load_find(b, uri, target))
        return builder_fail(b, from->document, ref,
                            "the reference \"%.*s\" leads to \"%.*s\", which is not among the documents given",
                            STR_ARG(node_text(ref)), STR_ARG(uri));
    if (!find_fragment(b, *fragment, target))
        return builder_fail(b, from->document, ref, "the reference \"%.*s\" leads nowhere: there is no \"%.*s\" in %s",
                            STR_ARG(node_text(ref)), STR_ARG(*fragment), rest.len ? "that document" : "this schema");
    if (target->node->kind != NODE_MAPPING && target->node->kind != NODE_BOOL)
        return builder_fail(b, from->document, ref, "the reference \"%.*s\" leads to something that is no schema",
                            STR_ARG(node_text(ref)));
    return scan_target(b, target);
}

#include "lsp/schema_path.h"

#include "base/path.h"
#include "pipeline/pipeline.h"

/* References into references, alternatives of alternatives: no schema of ours goes deeper. */
enum { DEEPEST = 24, LARGEST_SCHEMA = 4 << 20 };

/* What alternatives may ask of the file, at one step of the way. */
struct asked {
    const struct tape *tape;
    const struct chain *chain;
    size_t depth;
    struct str but; /* a key whose value does not count */
};

/* The node that "#/definitions/x" points to; NULL for any other reference. */
static const struct node *resolve(const struct node *root, struct str ref)
{
    struct str part, rest = str_trim_prefix(ref, STR("#/"));

    if (rest.len == ref.len)
        return NULL;
    while (root && rest.len) {
        str_cut(rest, '/', &part, &rest);
        root = node_get(root, part);
    }
    return root;
}

/* Whether a condition on values that stand in the file can't hold: "if: {properties: {action: {const: ARM}}}". */
static bool is_refuted(const struct node *condition, const struct asked *q)
{
    const struct node *properties = node_get(condition, STR("properties"));
    const struct node *map = q->chain && q->depth <= q->chain->count ? chain_value(q->tape, q->chain, q->depth) : NULL;

    for (const struct node *k = node_first_key(properties); k && map; k = node_next_key(properties, k)) {
        const struct node *value = node_get(map, (struct str){ k->text, k->len }), *of = node_pair_value(k);
        const struct node *constant = node_get(of, STR("const")), *list = node_get(of, STR("enum"));
        bool found = false;
        if (!value || node_is(k, q->but) || (!constant && !list))
            continue;
        if (constant && !str_eq(node_text(constant), node_text(value)))
            return true;
        for (const struct node *e = list ? node_first(list) : NULL; e && !found; e = node_next(list, e))
            found = str_eq(node_text(e), node_text(value));
        if (list && !found)
            return true;
    }
    return false;
}

static void collect(struct schema_parts *out, const struct node *n, const struct asked *q, unsigned depth)
{
    static const struct str lists[] = { STR_INIT("allOf"), STR_INIT("anyOf"), STR_INIT("oneOf") };
    const struct node *ref = node_get(n, STR("$ref")), *condition = node_get(n, STR("if"));

    if (!n || depth > DEEPEST || out->count == SCHEMA_PARTS || is_refuted(n, q))
        return;
    out->items[out->count++] = n;
    if (ref)
        collect(out, resolve(out->root, node_text(ref)), q, depth + 1);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct node *list = node_get(n, lists[i]);
        for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e;
             e = node_next(list, e))
            collect(out, node_value(e), q, depth + 1);
    }
    if (condition && !is_refuted(condition, q))
        collect(out, node_get(n, STR("then")), q, depth + 1);
}

static void step(struct schema_parts *out, const struct schema_parts *from, const struct path_step *s,
                 const struct asked *q)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct node *n = from->items[i], *next = NULL;
        if (s->element) {
            next = node_get(n, STR("items"));
        } else {
            next = node_get(node_get(n, STR("properties")), s->key);
            if (!next && node_kind(node_get(n, STR("additionalProperties"))) == NODE_MAPPING)
                next = node_get(n, STR("additionalProperties"));
        }
        collect(out, next, q, 0);
    }
}

void schema_path(struct schema_parts *out, const struct node *root, const struct path_step *steps, size_t count,
                 const struct tape *t, const struct chain *c, struct str but)
{
    struct asked q = { t, t ? c : NULL, 0, but };
    struct schema_parts from;

    *out = (struct schema_parts){ .root = root };
    collect(out, root, &q, 0);
    for (q.depth = 1; q.depth <= count; q.depth++) {
        from = *out;
        out->count = 0;
        step(out, &from, &steps[q.depth - 1], &q);
    }
}

/* Reads a schema that stands as YAML or JSON; NULL where it can't be. */
static const struct tape *read_schema(struct arena *a, struct str text)
{
    struct tape *t = ARENA_NEW(a, struct tape);
    struct yaml_error e;

    return yaml_read(t, a, arena_copy(a, text), NULL, &e) ? t : NULL;
}

/* What the configuration says that judges it: "$schema: config.schema.json", beside it. */
static const struct tape *named_schema(struct served *f, struct str relative, const struct model *m)
{
    const struct node *name = m && m->tape.root ? node_get(m->tape.root, STR("$schema")) : NULL;
    struct arena *a = &f->arena;
    struct buf bytes = { 0 };
    const struct tape *t = NULL;
    struct fs_error error;
    struct str path;

    if (!name || node_text(name).len == 0 || str_has(node_text(name), STR("://")))
        return NULL;
    path = path_join(a, path_dir_part(relative), node_text(name));
    if (path_stays_below(path) && fs_read(&f->folder.workspace->files.fs, path, LARGEST_SCHEMA, &bytes, &error))
        t = read_schema(a, buf_str(&bytes));
    buf_free(&bytes);
    return t;
}

const struct tape *schema_of(struct served *f, struct document_kind kind, struct str relative, const struct model *m)
{
    const struct tape **kept;

    if (kind.kind != KIND_PIPELINE && kind.kind != KIND_PIPELINE_CONFIG)
        return NULL;
    kept = &f->schemas[kind.kind == KIND_PIPELINE_CONFIG];
    if (!*kept)
        *kept = kind.kind == KIND_PIPELINE ? pipeline_schema_tape(f->folder.pipeline_pin, &f->arena)
                                           : named_schema(f, relative, m);
    return *kept;
}

static bool is(const struct path_step *s, const char *key)
{
    return str_eq(s->key, str_c(key));
}

bool schema_layer_steps(const struct path_step **steps, size_t *count)
{
    static const char *const levels[] = { "clouds", "environments", "regions", "stamps" };
    const struct path_step *s = *steps;
    size_t n = *count, at = 0;

    for (size_t i = 0; i < COUNT_OF(levels) && at + 1 < n && is(&s[at], levels[i]); i++)
        at += 2;
    if (at < n && is(&s[at], "defaults"))
        at++;
    else if (at < 6)
        return false;
    *steps += at;
    *count -= at;
    return true;
}

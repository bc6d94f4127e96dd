/* Completion: fields that the deployed version knows, values of enumerations, names that the tree knows. It looks at
 * indentation alone, so it works in a text that is not YAML yet. */
#include "lsp/complete.h"

#include "lsp/answers.h"
#include "lsp/schema_path.h"
#include "rule/rule.h"
#include "schema/gowords.h"

/* More candidates than that nobody reads. */
enum { MOST_ITEMS = 500 };

/* A quote that was opened is no part of the word. */
static struct str unquoted(struct str s)
{
    return s.len && (s.p[0] == '"' || s.p[0] == '\'') ? str_from(s, 1) : s;
}

static bool begins(struct str text, struct str typed)
{
    for (size_t i = 0; i < typed.len; i++) {
        char a = i < text.len ? text.p[i] : 0, b = typed.p[i];
        if ((a >= 'A' && a <= 'Z' ? a | 0x20 : a) != (b >= 'A' && b <= 'Z' ? b | 0x20 : b))
            return false;
    }
    return true;
}

/* The last part of a path or a label is a word of its own: "cred" finds "preset-cred". */
static bool fits(struct str text, struct str typed)
{
    text = unquoted(text);
    typed = unquoted(typed);
    if (begins(text, typed))
        return true;
    for (size_t i = 1; i < text.len; i++)
        if (strchr("-_/. ", text.p[i - 1]) && begins(str_from(text, i), typed))
            return true;
    return false;
}

/* A value right behind the colon needs its blank. */
static struct str spaced(struct completion *c, struct str text)
{
    bool close = c->cursor.at == CURSOR_VALUE && c->cursor.start && c->text.p[c->cursor.start - 1] == ':';

    return close ? ARENA_JOIN(&c->arena, STR(" "), text) : text;
}

void complete_put(struct completion *c, const struct candidate *one)
{
    bool snippet = one->insert && c->connection->client.snippets && !c->keyed;
    struct str text = spaced(c, snippet ? str_c(one->insert) : one->text);
    json_t *o;

    if (!fits(one->text, c->cursor.typed))
        return;
    if (json_array_size(c->items) >= MOST_ITEMS) {
        c->incomplete = true;
        return;
    }
    o = json_pack("{s:o,s:i,s:{s:O,s:o},s:i,s:i,s:o}", "label", text_json(one->text), "kind", one->kind, "textEdit",
                  "range", c->range, "newText", text_json(text), "insertTextFormat", snippet ? 2 : 1, "insertTextMode",
                  1, "sortText", text_json(ARENA_JOIN(&c->arena, one->last ? STR("z") : STR("a"), one->text)));
    if (one->detail.len)
        json_object_set_new(o, "detail", text_json(one->detail));
    if (one->documentation.len)
        json_object_set_new(o, "documentation",
                            json_pack("{s:s,s:o}", "kind", "markdown", "value", text_json(one->documentation)));
    if (one->deprecated)
        json_object_set_new(o, "deprecated", json_true());
    json_array_append_new(c->items, o);
}

bool complete_has(struct completion *c, struct str text)
{
    void **at;

    if (!c->put.arena)
        map_init(&c->put, &c->arena);
    at = map_at(&c->put, text);
    if (*at)
        return true;
    *at = c;
    return false;
}

static bool is_there(const struct completion *c, struct str key)
{
    for (size_t i = 0; i < c->cursor.beside_count; i++)
        if (str_eq(c->cursor.beside[i], key))
            return true;
    return false;
}

/* What follows a key: a value on its line, a list or a mapping below it. */
static const char *insert_text(struct completion *c, const struct go_field *f)
{
    const struct go_type *t = go_type_target(f->type);
    struct arena *a = &c->arena;
    const char *name = arena_copy(a, f->name).p;
    int indent = (int)(c->cursor.indent < 200 ? c->cursor.indent : 200);

    switch (t->kind) {
    case GO_SLICE:
        return arena_printf(a, "%s:\n%*s- $0", name, indent, "").p;
    case GO_MAP:
    case GO_STRUCT:
        if (t->decoder == GO_PLAIN)
            return arena_printf(a, "%s:\n%*s  $0", name, indent, "").p;
        return arena_printf(a, "%s: $0", name).p;
    case GO_BOOL:
        return arena_printf(a, "%s: ${1|true,false|}", name).p;
    default:
        return arena_printf(a, "%s: $0", name).p;
    }
}

static struct str documentation(struct completion *c, const struct go_field *f, bool known, bool by_all)
{
    const char *doc = f->doc ? f->doc : go_type_target(f->type)->doc;
    struct buf b = { 0 };
    struct str out;

    if (doc)
        buf_printf(&b, "%s", doc);
    if (f->since)
        buf_printf(&b, "%sSince %.10s.", b.len ? "\n\n" : "", go_versions[f->since].date);
    if (f->until)
        buf_printf(&b, "%sGone since %.10s.", b.len ? "\n\n" : "", go_versions[f->until].date);
    if (!known)
        buf_printf(&b, "\n\nNo deployed version knows it: what is written here would be dropped.");
    else if (!by_all)
        buf_printf(&b, "\n\nNot all deployed versions know it.");
    out = arena_copy(&c->arena, buf_str(&b));
    buf_free(&b);
    return out;
}

/* Each name once, in the form that is deployed. */
static void put_field(struct completion *c, const struct go_struct *s, const struct go_field *f)
{
    const struct go_field *of = typed_field(c->window, s, f->name);
    bool by_all, known = field_is_known(c->window, of, &by_all);
    bool fresh = c->window && of->since && go_window_knows(&c->window->go, of->since, of->until);

    if (of != f || is_there(c, f->name) || f->name.len == 0 || (!known && !fresh))
        return;
    complete_put(c, &(struct candidate){ .text = f->name,
                                         .detail = go_type_words(&c->arena, f->type),
                                         .documentation = documentation(c, f, known, by_all),
                                         .insert = insert_text(c, f),
                                         .kind = ITEM_FIELD,
                                         .last = !known,
                                         .deprecated = f->deprecated });
}

static void put_fields(struct completion *c, const struct go_type *t)
{
    const struct go_struct *s = t->fields;

    for (uint16_t i = 0; s && i < s->count; i++)
        put_field(c, s, &s->fields[i]);
}

/* The type whose fields a key can be here. In a list an element is begun by a dash. */
static const struct go_type *struct_of(const struct completion *c)
{
    const struct go_type *t = c->spot.type;

    if (t && t->kind == GO_STRUCT && t->decoder == GO_PLAIN)
        return t;
    for (unsigned i = 0; t && i < t->try_count; i++)
        if (go_type_target(t->tries[i])->kind == GO_STRUCT)
            return go_type_target(t->tries[i]);
    return NULL;
}

static void put_values(struct completion *c)
{
    const struct go_type *t = c->spot.type;
    static const struct str bools[] = { STR_INIT("true"), STR_INIT("false") };

    for (size_t i = 0; t && t->kind == GO_BOOL && i < COUNT_OF(bools); i++)
        complete_put(c, &(struct candidate){ .text = bools[i], .kind = ITEM_VALUE });
    for (size_t i = 0; t && i < t->value_count; i++) {
        const struct go_value *v = &t->values[i];
        bool known = !c->window || (go_window_knows(&c->window->go, v->since, v->until) & c->window->deployed) != 0;
        if (v->text.len)
            complete_put(c, &(struct candidate){ .text = v->text,
                                                 .detail = known ? STR("") : STR("no deployed version knows it"),
                                                 .kind = ITEM_ENUM,
                                                 .last = !known });
    }
}

/* "# prowgate: allow RULE -- reason". */
static void put_comment(struct completion *c)
{
    static const struct str begin = STR_INIT(" prowgate: allow ");
    struct str said = c->cursor.typed;

    if (!str_starts(said, begin) || str_has(said, STR("--"))) {
        if (str_starts(begin, said))
            complete_put(c, &(struct candidate){ .text = begin,
                                                 .detail = STR("silence a rule on the next line"),
                                                 .kind = ITEM_SNIPPET });
        return;
    }
    c->cursor.start += begin.len;
    c->cursor.typed = str_from(said, begin.len);
    json_decref(c->range);
    c->range = range_of_bytes(c->text, c->connection->client.encoding, c->cursor.start, c->offset);
    for (size_t i = 0; i < rule_count; i++)
        if (!rules[i]->fact && !rules[i]->undecided)
            complete_put(c, &(struct candidate){ .text = str_c(rules[i]->id),
                                                 .detail = str_c(rules[i]->summary),
                                                 .insert = arena_printf(&c->arena, "%s -- ${1:why}", rules[i]->id).p,
                                                 .kind = ITEM_REFERENCE });
}

/* prowgate.yaml: the keys of "rules" are rules. */
static void put_rules(struct completion *c)
{
    static const struct str severities[] = { STR_INIT("off"), STR_INIT("info"), STR_INIT("warning"),
                                             STR_INIT("error") };
    const struct path_step *first = c->cursor.count ? &c->cursor.steps[0] : NULL;

    if (!first || !str_eq(first->key, STR("rules")))
        return;
    for (size_t i = 0; c->cursor.at == CURSOR_KEY && c->cursor.count == 1 && i < rule_count; i++)
        if (!is_there(c, str_c(rules[i]->id)))
            complete_put(c, &(struct candidate){ .text = str_c(rules[i]->id),
                                                 .detail = str_c(rules[i]->summary),
                                                 .insert = arena_printf(&c->arena, "%s: $0", rules[i]->id).p,
                                                 .kind = ITEM_REFERENCE });
    for (size_t i = 0; c->cursor.at == CURSOR_VALUE && c->cursor.count == 2 && i < COUNT_OF(severities); i++)
        complete_put(c, &(struct candidate){ .text = severities[i], .kind = ITEM_ENUM });
}

static void complete_typed(struct completion *c)
{
    const struct go_type *t = kind_type(c->folder, c->kind, &c->window);

    c->spot = typed_path(c->window, t, c->cursor.steps, c->cursor.count);
    t = struct_of(c);
    if (c->cursor.at == CURSOR_KEY && t)
        put_fields(c, t);
    else if (c->cursor.at == CURSOR_VALUE || c->cursor.element)
        put_values(c);
    if (c->kind.kind == KIND_PROW && c->folder->folder.workspace->judged)
        complete_names(c);
}

/* What stands behind the cursor and goes with the word: the quote that an editor closed by itself, the rest of a key.
 * */
static size_t word_end(struct completion *c)
{
    struct str typed = c->cursor.typed;
    size_t end = c->offset;

    if (typed.len && (typed.p[0] == '"' || typed.p[0] == '\''))
        return end + (end < c->text.len && c->text.p[end] == typed.p[0]);
    while (c->cursor.at == CURSOR_KEY && end < c->text.len && !strchr(" :\n\r#{}[],", c->text.p[end]))
        end++;
    c->keyed = c->cursor.at == CURSOR_KEY && end < c->text.len && c->text.p[end] == ':';
    return c->keyed ? end : c->offset;
}

/* Fields and values of a JSON Schema's parts. */
static void put_parts(struct completion *c, const struct schema_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct node *n = parts->items[i], *properties = node_get(n, STR("properties")),
                          *list = node_get(n, STR("enum"));
        for (const struct node *k = c->cursor.at == CURSOR_KEY ? node_first_key(properties) : NULL; k;
             k = node_next_key(properties, k)) {
            struct str key = { k->text, k->len };
            if (!is_there(c, key) && !complete_has(c, key))
                complete_put(c, &(struct candidate){ .text = key,
                                                     .detail = node_text(node_get(node_pair_value(k), STR("type"))),
                                                     .documentation =
                                                         node_text(node_get(node_pair_value(k), STR("description"))),
                                                     .insert = ARENA_JOIN(&c->arena, key, STR(": $0")).p,
                                                     .kind = ITEM_FIELD });
        }
        if (c->cursor.at == CURSOR_KEY && !c->cursor.element)
            continue;
        for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e;
             e = node_next(list, e))
            if (!complete_has(c, node_text(e)))
                complete_put(c, &(struct candidate){ .text = node_text(e), .kind = ITEM_ENUM });
        if (node_get(n, STR("const")) && !complete_has(c, node_text(node_get(n, STR("const")))))
            complete_put(c, &(struct candidate){ .text = node_text(node_get(n, STR("const"))), .kind = ITEM_ENUM });
    }
}

/* Pipelines and layers, by their schemas; which alternatives apply, the last good text tells. */
static void complete_pipelines(struct completion *c)
{
    const struct model *m = model_of(c->document);
    const struct tape *schema = schema_of(c->folder, c->kind, c->relative, m);
    const struct path_step *steps = c->cursor.steps;
    size_t count = c->cursor.count;
    struct schema_parts parts;
    struct chain chain;
    bool known;

    if (!schema || (c->kind.kind == KIND_PIPELINE_CONFIG && !schema_layer_steps(&steps, &count)))
        return;
    known = c->kind.kind == KIND_PIPELINE && m->tape.root &&
            model_chain(&m->tape, model_offset(m, c->document, c->offset), &chain);
    schema_path(&parts, schema->root, steps, count, known ? &m->tape : NULL, &chain,
                c->cursor.at == CURSOR_VALUE && count ? steps[count - 1].key : STR(""));
    put_parts(c, &parts);
}

static void complete(struct completion *c)
{
    if (complete_expression(c))
        return;
    cursor_read(&c->cursor, &c->arena, c->text, c->offset);
    c->range = range_of_bytes(c->text, c->connection->client.encoding, c->cursor.start, word_end(c));
    if (c->cursor.at == CURSOR_COMMENT)
        put_comment(c);
    else if (c->cursor.at != CURSOR_NOWHERE && (c->kind.kind == KIND_PROW || c->kind.kind == KIND_TOPOLOGY))
        complete_typed(c);
    else if (c->cursor.at != CURSOR_NOWHERE && c->kind.kind == KIND_PROJECT)
        put_rules(c);
    else if (c->cursor.at != CURSOR_NOWHERE)
        complete_pipelines(c);
    json_decref(c->range);
}

json_t *answer_completion(struct connection *s, const json_t *params)
{
    struct lsp_position p = position_read(json_object_get(params, "position"));
    struct completion c = { .connection = s };
    struct spot at;

    connection_open_folders(s);
    if (!spot_read_document(s, params, &at) || at.kind.kind == KIND_OTHER)
        return NULL;
    c.folder = at.folder;
    c.document = at.document;
    c.kind = at.kind;
    c.relative = at.relative;
    c.text = buf_str(&at.document->text);
    c.offset = position_offset(c.text, s->client.encoding, p);
    c.items = json_array();
    complete(&c);
    arena_free(&c.arena);
    return json_pack("{s:b,s:o}", "isIncomplete", c.incomplete, "items", c.items);
}

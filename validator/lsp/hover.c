/* What a field is, since when Prow reads it, what the deployed version does with it, and what its value amounts to. */
#include "lsp/answers.h"

#include "lsp/expression.h"
#include "lsp/hover_value.h"
#include "lsp/schema_path.h"
#include "rule/rule.h"
#include "schema/gowords.h"

void hover_put(struct hover *h, const char *fmt, ...)
{
    va_list ap;

    if (h->out.len)
        buf_put(&h->out, STR("\n\n"));
    va_start(ap, fmt);
    buf_vprintf(&h->out, fmt, ap);
    va_end(ap);
}

static void put_versions(struct hover *h, const struct go_field *f)
{
    bool all, some = field_is_known(h->window, f, &all);

    if (f->since)
        hover_put(h, "Since %.10s (%.10s)", go_versions[f->since].date, go_versions[f->since].commit);
    if (f->until)
        hover_put(h, "Gone since %.10s (%.10s)", go_versions[f->until].date, go_versions[f->until].commit);
    if (!some)
        hover_put(h, "**The deployed version does not know it and drops it without a word.**");
    else if (!all)
        hover_put(h, "Some of the deployed versions do not know it.");
}

static void put_field(struct hover *h)
{
    const struct go_field *f = h->spot.field;
    struct str words = go_type_words(&h->arena, f->type);
    const char *doc = f->doc ? f->doc : go_type_target(f->type)->doc;

    hover_put(h, "**%.*s**: %.*s", STR_ARG(f->name), STR_ARG(words));
    if (doc)
        hover_put(h, "%s", doc);
    if (f->deprecated)
        hover_put(h, "Deprecated.");
    if (f->missing)
        hover_put(h, "Without it: `%s`", f->missing);
    put_versions(h, f);
}

static void hover_typed(struct hover *h)
{
    const struct chain *c = &h->at.chain;
    struct path_step steps[CHAIN_MOST];
    size_t count = chain_steps(c, steps);
    const struct go_type *type = kind_type(h->at.folder, h->at.kind, &h->window);

    /* The key's own field is what its value is of. */
    if (c->on_key && c->count <= CHAIN_MOST) {
        const struct node *key = c->links[c->count - 1].key;
        steps[count++] = (struct path_step){ { key->text, key->len }, false };
    }
    h->spot = typed_path(h->window, type, steps, count);
    for (size_t i = count; i-- && h->field.len == 0;)
        h->field = steps[i].key;
    if (h->spot.field && h->spot.field_depth == count)
        put_field(h);
    if (h->at.kind.kind != KIND_PROW)
        return;
    hover_effective(h);
    hover_regex(h);
    hover_cron(h);
    hover_name(h);
}

static void put_part(struct hover *h, const struct node *n)
{
    struct str doc = node_text(node_get(n, STR("description"))), type = node_text(node_get(n, STR("type")));
    const struct node *list = node_get(n, STR("enum"));
    struct str values = STR("");

    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e))
        values = ARENA_JOIN(&h->arena, values, values.len ? STR(", ") : STR(""), STR("`"), node_text(e), STR("`"));
    if (type.len && h->out.len == 0)
        hover_put(h, "**%.*s**: %.*s", STR_ARG(h->field), STR_ARG(type));
    if (doc.len)
        hover_put(h, "%.*s", STR_ARG(doc));
    if (values.len)
        hover_put(h, "One of %.*s", STR_ARG(values));
}

/* Pipelines and layers: what their schemas say of the place. */
static void hover_pipelines(struct hover *h)
{
    const struct chain *c = &h->at.chain;
    const struct tape *schema = schema_of(h->at.folder, h->at.kind, h->at.relative, h->at.model);
    struct path_step all[CHAIN_MOST];
    const struct path_step *steps = all;
    size_t count = chain_steps(c, all);
    struct schema_parts parts;

    if (c->on_key) {
        const struct node *key = c->links[c->count - 1].key;
        all[count++] = (struct path_step){ { key->text, key->len }, false };
    }
    for (size_t i = count; i-- && h->field.len == 0;)
        h->field = all[i].key;
    if (!schema || (h->at.kind.kind == KIND_PIPELINE_CONFIG && !schema_layer_steps(&steps, &count)))
        return;
    schema_path(&parts, schema->root, steps, count, h->at.kind.kind == KIND_PIPELINE ? &h->at.model->tape : NULL, c,
                STR(""));
    for (size_t i = 0; i < parts.count; i++)
        put_part(h, parts.items[i]);
}

/* prowgate.yaml, comments: a rule by its id. */
static bool hover_rule(struct hover *h)
{
    struct str text = buf_str(&h->at.document->text), word;
    size_t at = model_offset_now(h->at.model, h->at.document, h->at.offset), start = at, end = at;
    const struct rule *r;

    while (start && (text.p[start - 1] == '-' || (text.p[start - 1] >= 'a' && text.p[start - 1] <= 'z')))
        start--;
    while (end < text.len && (text.p[end] == '-' || (text.p[end] >= 'a' && text.p[end] <= 'z')))
        end++;
    word = str_slice(text, start, end);
    r = str_find_char(word, '-') == SIZE_MAX ? NULL : rule_find(word);
    if (!r)
        return false;
    hover_put(h, "**%s** (%s): %s", r->id, severity_name(r->severity), r->summary);
    return true;
}

/* A name in the expression of an own rule: its type, and what the schema says of it. */
static bool hover_expression(struct hover *h)
{
    struct str source = h->at.model->tape.source, text, doc;
    struct expression e;
    const struct cel_type *t;
    size_t end = h->at.offset;

    if (h->at.kind.kind != KIND_PROJECT && h->at.kind.kind != KIND_OWN_RULES)
        return false;
    while (end < source.len && ((source.p[end] >= '0' && source.p[end] <= '9') || source.p[end] == '_' ||
                                ((source.p[end] | 0x20) >= 'a' && (source.p[end] | 0x20) <= 'z')))
        end++;
    if (!expression_at(&h->at.model->tape, &h->at.chain, end, &h->arena, &e) || e.word.len == 0)
        return false;
    t = expression_type(&e, e.word, &doc);
    if (!t)
        return false;
    text = cel_type_text(&h->arena, t);
    hover_put(h, "**%.*s**: %.*s", STR_ARG(e.word), STR_ARG(text));
    if (doc.len)
        hover_put(h, "%.*s", STR_ARG(doc));
    return true;
}

static json_t *range_of_spot(const struct hover *h)
{
    const struct chain *c = &h->at.chain;
    const struct node *n = c->on_key ? c->links[c->count - 1].key : c->on_value ? c->links[c->count - 1].value : NULL;

    return n ? spot_node_range(h->connection, &h->at, n) : NULL;
}

json_t *answer_hover(struct connection *s, const json_t *params)
{
    struct hover h = { .connection = s };
    json_t *out = NULL, *range;

    if (!spot_read(s, params, &h.at) || h.at.kind.kind == KIND_OTHER)
        return NULL;
    if (!hover_expression(&h) && !hover_rule(&h) && (h.at.chain.on_key || h.at.chain.on_value)) {
        if (h.at.kind.kind == KIND_PROW || h.at.kind.kind == KIND_TOPOLOGY)
            hover_typed(&h);
        else
            hover_pipelines(&h);
    }
    if (h.out.len) {
        out = json_pack("{s:{s:s,s:o}}", "contents", "kind", s->client.markdown ? "markdown" : "plaintext", "value",
                        text_json(buf_str(&h.out)));
        range = range_of_spot(&h);
        if (range)
            json_object_set_new(out, "range", range);
    }
    arena_free(&h.arena);
    buf_free(&h.out);
    return out;
}

/* What a field is, since when Prow reads it, what the deployed version does with it, and what its value amounts to. */
#include "lsp/answers.h"

#include "lsp/hover_value.h"
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
    bool all, some = field_is_known(&h->at.folder->typed, f, &all);

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

static void hover_prow(struct hover *h)
{
    const struct chain *c = &h->at.chain;
    struct path_step steps[CHAIN_MOST];
    size_t count = chain_steps(c, steps);

    /* The key's own field is what its value is of. */
    if (c->on_key && c->count <= CHAIN_MOST) {
        const struct node *key = c->links[c->count - 1].key;
        steps[count++] = (struct path_step){ { key->text, key->len }, false };
    }
    h->spot = typed_path(&h->at.folder->typed, typed_root(h->at.kind.role), steps, count);
    for (size_t i = count; i-- && h->field.len == 0;)
        h->field = steps[i].key;
    if (h->spot.field && h->spot.field_depth == count)
        put_field(h);
    hover_effective(h);
    hover_regex(h);
    hover_cron(h);
    hover_name(h);
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

static json_t *range_of_spot(const struct hover *h)
{
    const struct chain *c = &h->at.chain;
    const struct node *n = c->on_key ? c->links[c->count - 1].key : c->on_value ? c->links[c->count - 1].value : NULL;

    return n ? spot_node_range(h->session, &h->at, n) : NULL;
}

json_t *answer_hover(struct session *s, const json_t *params)
{
    struct hover h = { .session = s };
    json_t *out = NULL, *range;

    if (!spot_read(s, params, &h.at) || h.at.kind.kind == KIND_OTHER)
        return NULL;
    if (!hover_rule(&h) && h.at.kind.kind == KIND_PROW && (h.at.chain.on_key || h.at.chain.on_value))
        hover_prow(&h);
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

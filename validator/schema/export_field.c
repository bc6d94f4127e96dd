#include "schema/export_type.h"

/* One spelling of a field with the forms in which the versions read it, those that Go prefers first. */
struct property {
    const struct go_field *forms[GO_WINDOW_MOST];
    uint64_t versions[GO_WINDOW_MOST];
    unsigned count;
};

static void take_forms(const struct exporter *x, const struct go_struct *s, const struct go_field *head,
                       struct str name, bool spelt, uint64_t *wanted, struct property *p)
{
    for (const struct go_field *f = head; f && *wanted; f = go_field_next(s, f)) {
        uint64_t versions = go_window_knows(x->e->window, f->since, f->until) & *wanted;

        if (!versions || str_eq(f->name, name) != spelt)
            continue;
        p->forms[p->count] = f;
        p->versions[p->count++] = versions;
        *wanted &= ~versions;
    }
}

/* False when some version does not read the name, or none has it spelt so. */
static bool find_property(const struct exporter *x, const struct form *owner, struct str name, struct property *p)
{
    const struct go_struct *s = owner->type->fields;
    const struct go_field *head = go_field_find(s, name);
    uint64_t wanted = owner->target.versions;

    p->count = 0;
    take_forms(x, s, head, name, true, &wanted, p);
    if (p->count == 0)
        return false;
    take_forms(x, s, head, name, false, &wanted, p);
    return wanted == 0;
}

/* The entry that the name had before f, at the same commit turned into f; or the one it turns into. NULL: none. */
static const struct go_field *neighbour(const struct go_struct *s, const struct go_field *f, bool before)
{
    uint16_t end = before ? f->since : f->until;

    for (const struct go_field *g = end ? go_field_find(s, f->name) : NULL; g; g = go_field_next(s, g)) {
        if (!str_eq(g->name, f->name))
            continue;
        if (before ? g->until == end && g->since < end : g->since == end && (!g->until || g->until > end))
            return g;
    }
    return NULL;
}

/* When the name came or went, whatever forms it had. 0: with its struct, or not yet. */
static uint16_t end_of(const struct go_struct *s, const struct go_field *f, bool first)
{
    for (const struct go_field *g = f; g; g = neighbour(s, g, first))
        f = g;
    return first ? f->since : f->until;
}

static void put_description(struct exporter *x, const struct go_struct *s, const struct property *p)
{
    const struct go_field *f = p->forms[0];
    const char *doc = f->doc;
    uint16_t since = end_of(s, f, true), until = end_of(s, f, false);
    struct buf text = { 0 };

    for (unsigned i = 1; i < p->count && !doc; i++)
        doc = p->forms[i]->doc;
    if (!doc && (since || until || f->deprecated))
        doc = go_type_target(f->type)->doc;
    if (doc)
        buf_put(&text, str_c(doc));
    if (f->deprecated)
        buf_printf(&text, "%sDeprecated.", text.len ? " " : "");
    if (since)
        buf_printf(&text, "%sSince %.10s (%s).", text.len ? " " : "", go_versions[since].date,
                   go_versions[since].commit);
    if (until)
        buf_printf(&text, "%sGone since %.10s (%s).", text.len ? " " : "", go_versions[until].date,
                   go_versions[until].commit);
    if (text.len)
        json_put_string(x->o, "description", buf_str(&text));
    buf_free(&text);
}

static void put_default(struct exporter *x, const struct go_field *f)
{
    enum go_kind kind = go_type_target(f->type)->kind;

    if (!f->missing)
        return;
    if (kind == GO_BOOL || kind == GO_INT || kind == GO_UINT || kind == GO_FLOAT)
        json_put(x->o, "default", json_loads(f->missing, JSON_DECODE_ANY, NULL));
    else
        json_put_string(x->o, "default", str_c(f->missing));
}

static struct target field_target(const struct form *owner, const struct property *p, unsigned i)
{
    const struct go_field *f = p->forms[i];
    const struct coercion *outer = &owner->target.coerce;
    struct coercion c = { f->coerce, outer->addressable };

    if (outer->type != owner->type)
        c = coercion_key(*outer, f->name);
    return (struct target){ f->type, c, p->versions[i] };
}

/* What one form of the property prints, on one line. */
static struct str form_text(struct exporter *x, const struct form *owner, const struct property *p, unsigned i)
{
    struct buf text = { 0 };
    json_t *o = json_object();
    struct str copy;

    export_whole(x, o, field_target(owner, p, i));
    json_print(o, 0, &text);
    copy = arena_copy(x->arena, buf_str(&text));
    buf_free(&text);
    return copy;
}

/* Keeps one of those forms that print the same: most moved between structs, and no more. */
static void drop_equal_forms(struct exporter *x, const struct form *owner, struct property *p)
{
    struct str texts[GO_WINDOW_MOST];
    unsigned kept = 0, k;

    for (unsigned i = 0; p->count > 1 && i < p->count; i++) {
        texts[kept] = form_text(x, owner, p, i);
        for (k = 0; !str_eq(texts[k], texts[kept]); k++)
            ;
        if (k < kept)
            continue;
        p->forms[kept] = p->forms[i];
        p->versions[kept++] = p->versions[i];
    }
    p->count = kept ? kept : p->count;
}

static void put_forms(struct exporter *x, const struct form *owner, const struct property *p)
{
    json_t *all = json_put_array(x->o, "allOf");

    for (unsigned i = 0; i < p->count; i++)
        export_whole(x, json_add_object(all), field_target(owner, p, i));
}

static void put_property(struct exporter *x, const struct form *owner, struct property *p)
{
    put_description(x, owner->type->fields, p);
    put_default(x, p->forms[0]);
    drop_equal_forms(x, owner, p);
    if (p->count == 1)
        export_type(x, field_target(owner, p, 0));
    else
        put_forms(x, owner, p);
}

/* Whether an earlier entry of the struct has the same spelling. */
static bool is_repeated(const struct go_struct *s, uint16_t at)
{
    for (const struct go_field *f = go_field_find(s, s->fields[at].name); f; f = go_field_next(s, f))
        if (f < &s->fields[at] && str_eq(f->name, s->fields[at].name))
            return true;
    return false;
}

void export_fields(struct exporter *x, const struct form *f, bool root)
{
    const struct go_struct *s = f->type->fields;
    json_t *o = x->o, *properties;
    struct property p;

    json_put(o, "type", json_pack("[ss]", "object", "null"));
    properties = json_put_object(o, "properties");
    for (uint16_t i = 0; s && i < s->count; i++) {
        if (is_repeated(s, i) || !find_property(x, f, s->fields[i].name, &p))
            continue;
        x->o = json_object();
        json_put_named(properties, s->fields[i].name, x->o);
        put_property(x, f, &p);
    }
    x->o = o;
    if (root)
        json_put_bool(json_put_object(o, "patternProperties"), "^(\\.|x-)", true);
    json_put_bool(o, "additionalProperties", false);
}

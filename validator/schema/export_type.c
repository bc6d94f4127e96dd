#include "schema/export_type.h"

/* Go's time.ParseDuration. */
#define DURATION_PATTERN "^[-+]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$"
/* resource.ParseQuantity, after blanks are trimmed. */
#define QUANTITY_PATTERN "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?\\s*$"

static bool wants_text(struct target t)
{
    return t.coerce.type && t.coerce.type->kind == GO_STRING;
}

/* Whether the type gets a definition of its own. */
static bool is_named(const struct go_type *t)
{
    if (t->decoder == GO_RAW || t->decoder == GO_PARAM_VALUE)
        return false;
    if (t->decoder != GO_PLAIN || t->kind == GO_STRUCT)
        return true;
    return t->value_count > 0 && str_has(str_c(t->name), STR("."));
}

size_t export_form_of(struct exporter *x, struct target t)
{
    struct form f = { .target = t, .type = go_type_target(t.type), .class = x->count };

    f.target.coerce = coercion_settle(t.coerce);
    for (size_t i = x->count; i > 0; i--) {
        const struct form *other = &x->forms[i - 1];

        if (other->type != f.type)
            continue;
        f.class = other->class;
        if (other->target.coerce.type == f.target.coerce.type && other->target.versions == t.versions &&
            other->target.coerce.addressable == f.target.coerce.addressable)
            return i - 1;
    }
    x->forms = arena_grow(x->arena, x->forms, x->count, &x->cap, sizeof *x->forms);
    x->forms[x->count] = f;
    return x->count++;
}

void export_form(struct exporter *x, size_t form, struct buf *out)
{
    x->o = json_object();
    export_members(x, form);
    json_print(x->o, 0, out);
}

static void refer(struct exporter *x, struct target t)
{
    size_t form = export_form_of(x, t), class = x->forms[form].class;
    struct str name = x->forms[class].name;

    if (name.len)
        name = arena_printf(x->arena, "#/definitions/%.*s", STR_ARG(name));
    else
        name = class == 0 ? STR("#") : arena_printf(x->arena, "%zu", class);
    json_put_string(x->o, "$ref", name);
}

/* The kinds of JSON that are taken, the usual one first, as editors complete by it. */
static void put_kinds(struct exporter *x, const char *kinds)
{
    json_put(x->o, "type", json_loads(kinds, 0, NULL));
}

static void put_string_kinds(struct exporter *x, struct target t)
{
    put_kinds(x, wants_text(t) ? "[\"string\", \"number\", \"boolean\", \"null\"]" : "[\"string\", \"null\"]");
}

static void put_integer(struct exporter *x, const struct go_type *t)
{
    put_kinds(x, "[\"integer\", \"null\"]");
    if (t->kind == GO_UINT)
        json_put_int(x->o, "minimum", 0);
    else if (t->bits < 64)
        json_put_int(x->o, "minimum", -((int64_t)1 << (t->bits - 1)));
    if (t->bits < 64)
        json_put_int(x->o, "maximum", ((int64_t)1 << (t->kind == GO_UINT ? t->bits : t->bits - 1)) - 1);
}

/* A list that is closed also takes what counts as not set. */
static void put_enumeration(struct exporter *x, struct target t)
{
    const struct go_type *type = t.type;
    bool closed = type->closed;
    json_t *list;

    if (closed)
        put_kinds(x, "[\"string\", \"null\"]");
    else
        put_string_kinds(x, t);
    list = json_put_array(x->o, closed ? "enum" : "examples");
    for (uint16_t i = 0; i < type->value_count; i++) {
        const struct go_value *v = &type->values[i];

        if ((t.versions & ~go_window_knows(x->e->window, v->since, v->until)) == 0 && v->text.len)
            json_add_text(list, v->text);
    }
    if (closed) {
        json_add_text(list, STR(""));
        json_add(list, json_null());
    }
}

void export_whole(struct exporter *x, json_t *o, struct target t)
{
    json_t *outer = x->o;

    x->o = o;
    export_type(x, t);
    x->o = outer;
}

static void put_plain(struct exporter *x, struct target t)
{
    const struct go_type *type = t.type;

    switch (type->kind) {
    case GO_BOOL:
        put_kinds(x, "[\"boolean\", \"null\"]");
        break;
    case GO_INT:
    case GO_UINT:
        put_integer(x, type);
        break;
    case GO_FLOAT:
        put_kinds(x, "[\"number\", \"null\"]");
        break;
    case GO_STRING:
        if (type->value_count)
            put_enumeration(x, t);
        else
            put_string_kinds(x, t);
        break;
    case GO_SLICE:
        put_kinds(x, "[\"array\", \"null\"]");
        export_whole(x, json_put_object(x->o, "items"),
                     (struct target){ type->elem, coercion_element(t.coerce), t.versions });
        break;
    case GO_MAP:
        put_kinds(x, "[\"object\", \"null\"]");
        export_whole(x, json_put_object(x->o, "additionalProperties"),
                     (struct target){ type->elem,
                                      t.coerce.type && t.coerce.type->kind == GO_MAP ? coercion_key(t.coerce, STR(""))
                                                                                     : (struct coercion){ 0 },
                                      t.versions });
        break;
    }
}

void export_type(struct exporter *x, struct target t)
{
    t.type = go_type_target(t.type);
    t.coerce = coercion_settle(t.coerce);
    if (is_named(t.type))
        refer(x, t);
    else if (t.type->decoder == GO_PLAIN)
        put_plain(x, t);
}

static void put_alternatives(struct exporter *x, struct target t)
{
    const struct go_type *type = t.type;
    json_t *any = type->try_count > 1 ? json_put_array(x->o, "anyOf") : NULL;

    for (uint8_t i = 0; i < type->try_count; i++) {
        struct coercion own = { type->tries[i], true };
        struct target next = { type->tries[i], type->decoder == GO_FIRST_YAML ? own : t.coerce, t.versions };

        if (any)
            export_whole(x, json_add_object(any), next);
        else
            export_type(x, next);
    }
}

/* A type that reads its text itself. */
static void put_leaf(struct exporter *x, struct target t)
{
    switch (t.type->decoder) {
    case GO_DURATION:
        put_string_kinds(x, t);
        json_put_string(x->o, "pattern", STR(DURATION_PATTERN));
        break;
    case GO_NANOSECONDS_OR_DURATION:
        put_kinds(x, "[\"string\", \"integer\", \"null\"]");
        json_put_string(x->o, "pattern", STR(DURATION_PATTERN));
        break;
    case GO_QUANTITY:
        put_kinds(x, "[\"string\", \"number\", \"null\"]");
        json_put_string(x->o, "pattern", STR(QUANTITY_PATTERN));
        break;
    case GO_INT_OR_STRING:
        put_kinds(x, "[\"integer\", \"string\", \"null\"]");
        break;
    default:
        put_kinds(x, "[\"string\", \"null\"]");
        json_put_string(x->o, "format", STR("date-time"));
        break;
    }
}

void export_members(struct exporter *x, size_t form)
{
    struct form f = x->forms[form];

    f.target.type = f.type;
    if (f.type->doc)
        json_put_string(x->o, "description", str_c(f.type->doc));
    if (f.type->decoder == GO_FIRST_JSON || f.type->decoder == GO_FIRST_YAML)
        put_alternatives(x, f.target);
    else if (f.type->decoder != GO_PLAIN)
        put_leaf(x, f.target);
    else if (f.type->kind == GO_STRUCT)
        export_fields(x, &f, form == 0);
    else
        put_plain(x, f.target);
}

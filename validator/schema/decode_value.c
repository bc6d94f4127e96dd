#include "schema/decode_walk.h"
#include "syntax/yaml/yaml.h"

struct coercion coercion_settle(struct coercion c)
{
    while (c.type && c.type->kind == GO_POINTER)
        c = (struct coercion){ c.type->elem, true };
    if (c.type && c.type->decoder != GO_PLAIN && c.addressable)
        c.type = NULL;
    return c;
}

struct coercion coercion_key(struct coercion settled, struct str key)
{
    const struct go_type *t = settled.type;
    const struct go_field *f;

    if (!t)
        return settled;
    if (t->kind == GO_MAP)
        return (struct coercion){ t->elem, false };
    if (!t->fields)
        return (struct coercion){ 0 };
    f = go_field_spelt(t->fields, key);
    return (struct coercion){ f ? f->coerce : NULL, settled.addressable };
}

struct coercion coercion_element(struct coercion settled)
{
    if (!settled.type || settled.type->kind != GO_SLICE)
        return (struct coercion){ 0 };
    return (struct coercion){ settled.type->elem, true };
}

struct scalar decode_scalar(struct walker *w, const struct node *n, struct coercion settled)
{
    struct scalar s = scalar_of(n);

    if ((s.kind == SCALAR_NUMBER || s.kind == SCALAR_BOOL) && settled.type && settled.type->kind == GO_STRING) {
        s.kind = SCALAR_STRING;
        s.raw = (struct str){ 0 };
        n = node_value(n);
        if (n->kind == NODE_FLOAT)
            s.text = yaml_float_text(w->arena, n);
    }
    return s;
}

bool decode_is_special(const struct node *n)
{
    return n->kind == NODE_FLOAT && n->len >= 3 && (n->text[n->len - 1] == 'f' || n->text[n->len - 1] == 'N');
}

/* What encoding/json calls a value that does not fit. */
static struct str kind_name(enum scalar_kind kind)
{
    switch (kind) {
    case SCALAR_STRING:
        return STR("string");
    case SCALAR_BOOL:
        return STR("bool");
    case SCALAR_NUMBER:
        return STR("number");
    case SCALAR_ARRAY:
        return STR("array");
    default:
        return STR("object");
    }
}

/* strconv.ParseInt or ParseUint of a JSON number, then reflect's OverflowInt. */
static bool integer_fits(struct str s, const struct go_type *t)
{
    uint64_t most, value = 0;
    bool negative = s.len > 0 && s.p[0] == '-';
    size_t i = negative ? 1 : 0;

    if (t->kind == GO_UINT && negative)
        return false;
    most = t->kind == GO_UINT ? UINT64_MAX >> (64 - t->bits) : ((uint64_t)1 << (t->bits - 1)) - (negative ? 0 : 1);
    if (i == s.len)
        return false;
    for (; i < s.len; i++) {
        unsigned digit = (unsigned char)s.p[i] - (unsigned)'0';

        if (digit > 9 || value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    return true;
}

static void check_enumeration(struct walker *w, const struct decode_place *place, const struct node *n, struct str text,
                              const struct target *t)
{
    const struct go_value *v = t->type->values;
    struct decode_problem p = { .at = n, .place = place, .versions = t->versions };
    uint16_t i = 0;
    uint64_t known;

    while (i < t->type->value_count && !str_eq(v[i].text, text))
        i++;
    if (i == t->type->value_count) {
        if (!t->type->closed || text.len == 0)
            return;
        p.kind = DECODE_UNKNOWN_VALUE;
        suggest_value(w, t->type, text, &p);
    } else {
        known = go_window_knows(w->options->window, v[i].since, v[i].until) & t->versions;
        if (known == t->versions)
            return;
        p.versions = t->versions & ~known;
        p.kind = p.versions & ~w->options->window->from[v[i].since] ? DECODE_VALUE_TOO_NEW : DECODE_VALUE_REMOVED;
        p.since = &go_versions[p.kind == DECODE_VALUE_TOO_NEW ? v[i].since : v[i].until];
    }
    decode_tell(w, p);
}

static bool decode_plain(struct walker *w, const struct decode_place *place, const struct node *n, struct target t)
{
    struct scalar s = decode_scalar(w, n, t.coerce);
    const struct go_type *type = t.type;
    bool number = s.kind == SCALAR_NUMBER && (type->kind == GO_INT || type->kind == GO_UINT || type->kind == GO_FLOAT);

    if (number && type->kind != GO_FLOAT && !integer_fits(s.text, type))
        return refuse_type(w, place, n, arena_printf(w->arena, "number %.*s", STR_ARG(s.text)), type->name, t.versions);
    if (!number && !(s.kind == SCALAR_STRING && type->kind == GO_STRING) &&
        !(s.kind == SCALAR_BOOL && type->kind == GO_BOOL))
        return refuse_type(w, place, n, kind_name(s.kind), type->name, t.versions);
    if (type->value_count && !type->rule && w->mode == MODE_REPORT)
        check_enumeration(w, place, n, s.text, &t);
    decode_emit(w, EVENT_SCALAR, type, NULL, s.text, n);
    return true;
}

static bool decode_list(struct walker *w, const struct decode_place *place, const struct node *n, struct target t)
{
    struct decode_place at = { .up = place, .step = STEP_INDEX, .depth = place->depth + 1 };
    struct target element = { t.type->elem, coercion_element(t.coerce), t.versions };

    decode_emit(w, EVENT_BEGIN, t.type, NULL, (struct str){ 0 }, n);
    for (const struct node *e = node_first(n); e; e = node_next(n, e), at.index++) {
        decode_emit(w, EVENT_INDEX, t.type, NULL, (struct str){ 0 }, e);
        if (!decode_value(w, &at, e, element))
            return false;
    }
    decode_emit(w, EVENT_END, t.type, NULL, (struct str){ 0 }, n);
    return true;
}

/* Takes any string. */
static bool is_free(const struct go_type *t)
{
    return t->decoder == GO_PLAIN && t->value_count == 0;
}

bool decode_value(struct walker *w, const struct decode_place *place, const struct node *n, struct target t)
{
    bool collection;

    n = node_value(n);
    if (n->kind == NODE_STRING && t.type->kind == GO_STRING && w->mode == MODE_REPORT && is_free(t.type))
        return true; /* nearly half of all values */
    t.coerce = coercion_settle(t.coerce);
    if (n->kind == NODE_NULL && (t.type->decoder == GO_PLAIN || t.type->kind == GO_POINTER)) {
        decode_emit(w, EVENT_NULL, t.type, NULL, (struct str){ 0 }, n);
        return true;
    }
    t.type = go_type_target(t.type);
    if (decode_is_special(n) && !(t.coerce.type && t.coerce.type->kind == GO_STRING))
        return true; /* refused before decoding began */
    collection = n->kind == NODE_MAPPING || n->kind == NODE_SEQUENCE;
    if (collection && place->depth >= DECODE_DEPTH)
        return refuse_value(w, place, n, DECODE_TOO_DEEP, STR("exceeded max depth"), t.versions);
    if (t.type->decoder != GO_PLAIN || t.type->kind == GO_ANY)
        return decode_custom(w, place, n, t);
    if (!collection)
        return decode_plain(w, place, n, t);
    if (n->kind == NODE_SEQUENCE && t.type->kind == GO_SLICE)
        return decode_list(w, place, n, t);
    if (n->kind == NODE_MAPPING && (t.type->kind == GO_STRUCT || t.type->kind == GO_MAP))
        return decode_object(w, place, n, t);
    return refuse_type(w, place, n, kind_name(n->kind == NODE_SEQUENCE ? SCALAR_ARRAY : SCALAR_OBJECT), t.type->name,
                       t.versions);
}

bool decode_probe(struct walker *w, const struct decode_place *place, const struct node *n, struct target t)
{
    struct walker probe = *w;

    probe.mode = MODE_PROBE;
    probe.failed = false;
    decode_value(&probe, place, n, t);
    return !probe.failed;
}

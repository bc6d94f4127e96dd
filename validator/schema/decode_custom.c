/* Types with an UnmarshalJSON of their own. An error that such a method returns ends the decoding at once,
 * whatever was wrong before. */
#include "schema/decode_walk.h"
#include "syntax/scalar/duration.h"
#include "syntax/scalar/int_or_string.h"
#include "syntax/scalar/quantity.h"
#include "syntax/scalar/rfc3339.h"
#include "syntax/yaml/yaml.h"

/* One alternative, decoded by a decoder of its own: its first error is what the method returns. */
static bool decode_try(struct walker *w, const struct decode_place *at, const struct node *n, struct target t)
{
    bool failed = w->failed, ok;

    if (w->mode != MODE_VERDICT)
        return decode_value(w, at, n, t);
    w->failed = false;
    ok = decode_value(w, at, n, t) && !w->failed;
    w->failed = w->failed || failed;
    return ok;
}

static bool decode_first(struct walker *w, const struct decode_place *place, const struct node *n, struct target t)
{
    bool yaml = t.type->decoder == GO_FIRST_YAML;
    struct decode_place at = { .up = place, .step = yaml ? STEP_YAML : STEP_JSON, .depth = place->depth + 1 };

    for (uint8_t i = 0; i < t.type->try_count; i++) {
        struct target next = { t.type->tries[i], t.coerce, t.versions };

        if (yaml)
            next.coerce = (struct coercion){ next.type, true };
        if (i + 1 == t.type->try_count || decode_probe(w, &at, n, next))
            return decode_try(w, &at, n, next);
    }
    return true;
}

/* A value with a syntax of its own: its canonical JSON, where one is wanted, and what the type's method
 * says. */
struct leaf {
    struct str json, error;
};

static struct str in_quotes(struct arena *a, struct str text)
{
    return scalar_raw(&(struct scalar){ .kind = SCALAR_STRING, .text = text }, a);
}

static bool read_duration(const struct scalar *s, const struct go_type *t, struct str field, struct arena *a,
                          bool value, struct leaf *out)
{
    int64_t ns;
    bool ok = duration_decode(s, t->decoder == GO_DURATION ? DURATION_META : DURATION_PROW, field, &ns, a, &out->error);

    if (ok && value)
        out->json = in_quotes(a, duration_string(ns, a));
    return ok;
}

static bool read_quantity(const struct scalar *s, struct arena *a, bool value, struct leaf *out)
{
    struct quantity q;
    bool ok = quantity_decode(s, a, &q, &out->error);

    if (ok && value)
        out->json = in_quotes(a, quantity_string(&q, a));
    return ok;
}

static bool read_int_or_string(const struct scalar *s, struct str field, struct arena *a, bool value, struct leaf *out)
{
    struct int_or_string v;
    bool ok = int_or_string_decode(s, field, &v, a, &out->error);

    if (ok && value)
        out->json = v.is_string ? in_quotes(a, v.text) : arena_printf(a, "%d", (int)v.number);
    return ok;
}

static bool read_time(const struct scalar *s, const struct go_type *t, struct str field, struct arena *a, bool value,
                      struct leaf *out)
{
    struct moment m;
    bool ok = rfc3339_decode(s, t->decoder == GO_TIME ? TIME_GO : TIME_META, field, &m, a, &out->error);

    if (ok && value)
        out->json = in_quotes(a, rfc3339_string(&m, a));
    return ok;
}

static bool read_leaf(const struct scalar *s, const struct go_type *t, struct str field, struct arena *a, bool value,
                      struct leaf *out)
{
    switch (t->decoder) {
    case GO_DURATION:
    case GO_NANOSECONDS_OR_DURATION:
        return read_duration(s, t, field, a, value, out);
    case GO_QUANTITY:
        return read_quantity(s, a, value, out);
    case GO_INT_OR_STRING:
        return read_int_or_string(s, field, a, value, out);
    default:
        return read_time(s, t, field, a, value, out);
    }
}

enum { NANOSECONDS = 1000000000 };

/* A bare number of nanoseconds below a second is a number of seconds to whoever wrote it. */
static void tell_tiny(struct walker *w, const struct decode_place *place, const struct node *n, const struct scalar *s,
                      const struct target *t)
{
    int64_t ns;
    struct str error;

    if (w->mode != MODE_REPORT || t->type->decoder != GO_NANOSECONDS_OR_DURATION ||
        (node_kind(n) != NODE_INT && node_kind(n) != NODE_FLOAT) ||
        !duration_decode(s, DURATION_PROW, (struct str){ 0 }, &ns, w->arena, &error) || ns <= 0 || ns >= NANOSECONDS)
        return;
    decode_tell(w, (struct decode_problem){ .kind = DECODE_TINY_DURATION,
                                            .at = n,
                                            .place = place,
                                            .suggestion = duration_string(ns, w->arena),
                                            .versions = t->versions });
}

static bool decode_leaf(struct walker *w, const struct decode_place *place, const struct node *n, struct target t)
{
    struct scalar s = decode_scalar(w, n, t.coerce);
    bool value = w->mode == MODE_VERDICT && w->options->sink;
    struct leaf leaf = { 0 };

    if (read_leaf(&s, t.type, (struct str){ 0 }, w->arena, value, &leaf)) {
        tell_tiny(w, place, n, &s, &t);
        decode_emit(w, s.kind == SCALAR_NULL ? EVENT_NULL : EVENT_JSON, t.type, NULL, leaf.json, n);
        return true;
    }
    if (w->mode != MODE_PROBE)
        read_leaf(&s, t.type, decode_field_path(w, place), w->arena, false, &leaf);
    return refuse_value(w, place, n, s.kind == SCALAR_STRING ? DECODE_BAD_VALUE : DECODE_WRONG_TYPE, leaf.error,
                        t.versions);
}

/* Any JSON will do. */
static bool keep_raw(struct walker *w, const struct node *n, const struct go_type *type)
{
    struct buf json = { 0 };

    if (w->mode == MODE_VERDICT && w->options->sink) {
        yaml_write_json(&json, n);
        decode_emit(w, EVENT_JSON, type, NULL, buf_str(&json), n);
        buf_free(&json);
    }
    return true;
}

bool decode_custom(struct walker *w, const struct decode_place *place, const struct node *n, struct target t)
{
    switch (t.type->decoder) {
    case GO_FIRST_JSON:
    case GO_FIRST_YAML:
        return decode_first(w, place, n, t);
    case GO_PLAIN: /* interface{} */
    case GO_RAW:
    case GO_PARAM_VALUE:
        return keep_raw(w, n, t.type);
    default:
        return decode_leaf(w, place, n, t);
    }
}

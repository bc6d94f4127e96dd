#include "base/buf.h"
#include "schema/decode_walk.h"
#include "syntax/scalar/goquote.h"

/* The steps from the root down to place, in the arena. */
static const struct decode_place **steps_of(struct arena *a, const struct decode_place *place, size_t *count)
{
    size_t n = 0;
    const struct decode_place **steps;

    for (const struct decode_place *p = place; p; p = p->up)
        n++;
    steps = ARENA_ARRAY(a, const struct decode_place *, n + 1);
    *count = n;
    for (const struct decode_place *p = place; p; p = p->up)
        steps[--n] = p;
    return steps;
}

struct str decode_path(const struct decode_place *place, struct arena *a)
{
    struct buf out = { 0 };
    size_t count;
    const struct decode_place **steps = steps_of(a, place, &count);
    struct str path;

    for (size_t i = 0; i < count; i++) {
        switch (steps[i]->step) {
        case STEP_FIELD:
        case STEP_KEY:
            if (out.len)
                buf_char(&out, '.');
            buf_put(&out, node_text(steps[i]->key));
            break;
        case STEP_INDEX:
            buf_printf(&out, "[%zu]", steps[i]->index);
            break;
        default:
            break;
        }
    }
    path = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return path;
}

/* encoding/json's errorContext: the field stack with embedded structs, and the struct's name. Where a type
 * decodes itself with encoding/json, the decoder around it puts its own struct's name over the inner one;
 * what goes by way of YAML starts anew. */
struct str decode_field_path(struct walker *w, const struct decode_place *place)
{
    struct buf out = { 0 };
    size_t count, first = 0;
    const struct decode_place **steps = steps_of(w->arena, place, &count);
    const char *name = NULL;
    bool named = false;
    struct str path = { 0 };

    for (size_t i = 0; i < count; i++) {
        if (steps[i]->step == STEP_YAML)
            first = i;
    }
    for (size_t i = first; i < count; i++) {
        if (steps[i]->step == STEP_JSON)
            named = named || name;
        if (steps[i]->step != STEP_FIELD)
            continue;
        name = named ? name : steps[i]->owner->name;
        buf_printf(&out, ".%s%.*s", w->options->short_paths ? "" : steps[i]->field->embedded,
                   STR_ARG(steps[i]->field->name));
    }
    if (name)
        path = arena_printf(w->arena, "%s%.*s", name, STR_ARG(buf_str(&out)));
    buf_free(&out);
    return path;
}

/* What sigs.k8s.io/yaml puts before an error of a type that decodes itself by way of YAML. */
static struct str inside_yaml(struct walker *w, const struct decode_place *place, struct str text)
{
    for (const struct decode_place *p = place; p; p = p->up) {
        if (p->step == STEP_YAML)
            text = arena_printf(w->arena, "error unmarshaling JSON: while decoding JSON: %.*s", STR_ARG(text));
    }
    return text;
}

static bool was_reported(const struct walker *w, enum decode_kind kind, const struct node *at)
{
    uint32_t key[2] = { (uint32_t)kind, at->start };

    return map_get(&w->reported, (struct str){ (const char *)key, sizeof key }) != NULL;
}

/* Leaves of versions those for which this kind of problem was not reported of this byte of the source yet, and
 * remembers them. False when none is left. A place may come up once for each form of a field above it. */
static bool is_news(struct walker *w, enum decode_kind kind, const struct node *at, uint64_t *versions)
{
    uint32_t key[2] = { (uint32_t)kind, at->start };
    struct str text = { (const char *)key, sizeof key };
    uint64_t *known = map_get(&w->reported, text);

    if (!known) {
        known = ARENA_NEW(w->arena, uint64_t);
        *map_at(&w->reported, arena_copy(w->arena, text)) = known;
    }
    *versions &= ~*known;
    *known |= *versions;
    return *versions != 0;
}

void decode_tell(struct walker *w, struct decode_problem p)
{
    if (w->mode != MODE_REPORT)
        return;
    if (p.refused)
        w->refused |= p.versions;
    if (!w->report || !is_news(w, p.kind, p.at, &p.versions))
        return;
    /* The newest version, whose form comes first, refuses this too: then no newer one helps. */
    if (p.kind == DECODE_VALUE_TOO_NEW && was_reported(w, DECODE_WRONG_TYPE, p.at))
        p.kind = DECODE_WRONG_TYPE;
    else if (p.kind == DECODE_VALUE_TOO_NEW && was_reported(w, DECODE_BAD_VALUE, p.at))
        p.kind = DECODE_BAD_VALUE;
    if (p.path.p == NULL)
        p.path = decode_path(p.place, w->arena);
    w->report(w->context, &p);
}

static void save(struct walker *w, const struct node *n, struct str text)
{
    w->failed = true;
    w->error = text;
    w->error_at = n;
}

bool refuse_type(struct walker *w, const struct decode_place *place, const struct node *n, struct str what,
                 const char *type, uint64_t versions)
{
    struct str field, text;

    if (w->mode == MODE_PROBE || (w->mode == MODE_VERDICT && w->failed)) {
        w->failed = true;
        return w->mode != MODE_PROBE;
    }
    field = decode_field_path(w, place);
    text = arena_printf(w->arena, "json: cannot unmarshal %.*s into Go %s%.*s of type %s", STR_ARG(what),
                        field.len ? "struct field " : "value", STR_ARG(field), type);
    text = inside_yaml(w, place, text);
    if (w->mode == MODE_VERDICT)
        save(w, n, text);
    decode_tell(w, (struct decode_problem){
                       .kind = w->older ? DECODE_VALUE_TOO_NEW : DECODE_WRONG_TYPE,
                       .at = n,
                       .place = place,
                       .message = text,
                       .versions = versions,
                       .refused = true,
                   });
    return true;
}

bool refuse_value(struct walker *w, const struct decode_place *place, const struct node *n, enum decode_kind kind,
                  struct str text, uint64_t versions)
{
    if (w->mode == MODE_PROBE) {
        w->failed = true;
        return false;
    }
    text = inside_yaml(w, place, text);
    if (w->mode == MODE_VERDICT) {
        save(w, n, text);
        return false;
    }
    decode_tell(w, (struct decode_problem){
                       .kind = w->older ? DECODE_VALUE_TOO_NEW : kind,
                       .at = n,
                       .place = place,
                       .message = text,
                       .versions = versions,
                       .refused = true,
                   });
    return true;
}

/* Types that decode themselves never hear of DisallowUnknownFields. */
static bool hears_strict(const struct decode_place *place)
{
    for (; place; place = place->up) {
        if (place->step == STEP_JSON || place->step == STEP_YAML)
            return false;
    }
    return true;
}

bool refuse_field(struct walker *w, const struct decode_place *place, const struct node *key)
{
    if (!w->options->strict || !hears_strict(place))
        return false;
    if (w->mode == MODE_VERDICT && !w->failed)
        save(w, key, arena_printf(w->arena, "json: unknown field %.*s", STR_ARG(go_quote(w->arena, node_text(key)))));
    return true;
}

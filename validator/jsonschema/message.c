/* What a violation says: what was found, what is allowed. */
#include "base/buf.h"
#include "jsonschema/run.h"

static void put_found(struct buf *out, const struct finding *f)
{
    buf_put(out, STR(", found "));
    describe_found(out, f->instance);
}

static void say_type(struct buf *out, const struct run *r, const struct finding *f)
{
    buf_put(out, STR("expected "));
    describe_kinds(out, r->schema->subschemas[f->schema].kinds);
    put_found(out, f);
}

static const struct choice_part *choice_of(const struct run *r, const struct finding *f)
{
    const struct subschema *s = &r->schema->subschemas[f->schema];

    return s->choices[0]->keyword == f->keyword ? s->choices[0] : s->choices[1];
}

/* The values that a key may have in any of the alternatives of a choice. */
static bool put_labels(struct buf *out, const struct run *r, const struct finding *f)
{
    const struct id_list *forms = finding_forms(r, f);
    uint32_t *ids = ARENA_ARRAY(r->arena, uint32_t, forms->count);
    size_t n = 0;

    for (size_t i = 0; i < forms->count; i++) {
        ids[n] = schema_property(r->schema, forms->ids[i], node_text(f->key));
        n += ids[n] != SCHEMA_NONE;
    }
    return describe_allowed(out, r->schema, ids, n);
}

static void say_choice(struct buf *out, const struct run *r, const struct finding *f)
{
    const struct choice_part *p = choice_of(r, f);
    bool common = f->choice != SCHEMA_NONE && f->form == 0;

    buf_put(out, STR("expected "));
    if (p->strings.count + p->other_count == 0)
        buf_put(out, STR("nothing at all"));
    else if (!common || !put_labels(out, r, f))
        describe_choice(out, p);
    put_found(out, f);
}

static void say_bound(struct buf *out, const struct run *r, const struct finding *f)
{
    const struct bound *b = &r->schema->subschemas[f->schema].number->bounds[f->detail];
    bool low = f->keyword == KEYWORD_MINIMUM || f->keyword == KEYWORD_EXCLUSIVE_MINIMUM;

    describe_value(out, f->instance);
    buf_put(out, low ? STR(" is too small: ") : STR(" is too large: "));
    if (f->keyword == KEYWORD_EXCLUSIVE_MINIMUM || f->keyword == KEYWORD_EXCLUSIVE_MAXIMUM)
        buf_put(out, low ? STR("it must be greater than ") : STR("it must be less than "));
    else
        buf_put(out, low ? STR("the least allowed is ") : STR("the most allowed is "));
    describe_value(out, b->node);
}

static void say_multiple(struct buf *out, const struct run *r, const struct finding *f)
{
    describe_value(out, f->instance);
    buf_put(out, STR(" is not a multiple of "));
    describe_value(out, r->schema->subschemas[f->schema].number->multiple_node);
}

static void say_pattern(struct buf *out, const struct run *r, const struct finding *f)
{
    describe_value(out, f->instance);
    buf_printf(out, " does not match the pattern %.*s", STR_ARG(r->schema->subschemas[f->schema].string->pattern_text));
}

static void say_format(struct buf *out, const struct run *r, const struct finding *f)
{
    describe_value(out, f->instance);
    buf_printf(out, " is no valid %.*s", STR_ARG(r->schema->subschemas[f->schema].string->format->name));
    if (f->why.len)
        buf_printf(out, ": %.*s", STR_ARG(f->why));
}

/* "the list has 3 elements, at most 2 are allowed" */
static void say_size(struct buf *out, const struct run *r, const struct finding *f)
{
    bool least =
        f->keyword == KEYWORD_MIN_LENGTH || f->keyword == KEYWORD_MIN_ITEMS || f->keyword == KEYWORD_MIN_PROPERTIES;
    enum node_kind kind = value_kind(f->instance);
    const char *what = kind == NODE_STRING ? "string" : kind == NODE_SEQUENCE ? "list" : "mapping";
    const char *unit = kind == NODE_STRING ? "character" : kind == NODE_SEQUENCE ? "element" : "key";

    (void)r;
    buf_printf(out, "the %s has %llu %s%s, at %s %llu %s %s", what, (unsigned long long)f->detail, unit,
               str_plural(f->detail), least ? "least" : "most", (unsigned long long)f->second,
               f->second == 1 ? "is" : "are", least ? "required" : "allowed");
}

static void say_unique(struct buf *out, const struct run *r, const struct finding *f)
{
    (void)r;
    buf_printf(out,
               "elements %llu and %llu are the same, but each may stand only once: ", (unsigned long long)f->detail + 1,
               (unsigned long long)f->second + 1);
    describe_value(out, f->at);
}

static void say_contains(struct buf *out, const struct run *r, const struct finding *f)
{
    uint32_t wanted = r->schema->subschemas[f->schema].array->contains;
    bool most = f->keyword == KEYWORD_MAX_CONTAINS;
    size_t before;

    buf_printf(out, "%llu element%s of the list %s ", (unsigned long long)f->detail, str_plural(f->detail),
               f->detail == 1 ? "is" : "are");
    before = out->len;
    if (!describe_allowed(out, r->schema, &wanted, 1) || out->len - before > 80) {
        out->len = before;
        buf_put(out, STR("as \"contains\" asks"));
    }
    buf_printf(out, ", at %s %llu %s", most ? "most" : "least", (unsigned long long)f->second,
               most ? "may be" : "must be");
}

static void say_missing(struct buf *out, const struct run *r, const struct finding *f)
{
    const struct object_part *p = r->schema->subschemas[f->schema].object;

    buf_printf(out, "the key \"%.*s\" is missing", STR_ARG(p->names.keys[f->detail]));
    if (f->keyword != KEYWORD_REQUIRED)
        buf_printf(out, "; it is required where \"%.*s\" is set", STR_ARG(p->names.keys[f->second]));
}

static void say_unknown_key(struct buf *out, const struct run *r, const struct finding *f)
{
    const struct object_part *p = r->schema->subschemas[f->schema].object;
    enum { MOST_NAMED = 8 };
    size_t n = 0, last = 0;

    buf_put(out, STR("unknown key "));
    describe_value(out, f->at);
    for (uint32_t i = 0; p && i < p->names.count; i++)
        if (p->rules[i].schema != SCHEMA_NONE) {
            n++;
            last = i;
        }
    if (f->keyword != KEYWORD_ADDITIONAL_PROPERTIES || n == 0 || n > MOST_NAMED || p->pattern_count)
        return;
    buf_put(out, STR("; known here "));
    buf_put(out, n == 1 ? STR("is ") : STR("are "));
    for (uint32_t i = 0, listed = 0; i <= last; i++)
        if (p->rules[i].schema != SCHEMA_NONE) {
            buf_printf(out, "%s\"%.*s\"", !listed ? "" : i == last ? " and " : ", ", STR_ARG(p->names.keys[i]));
            listed++;
        }
}

static void say_left_over_element(struct buf *out, const struct run *r, const struct finding *f)
{
    (void)r;
    buf_put(out, STR("one element too many: "));
    describe_found(out, f->at);
}

static void say_false(struct buf *out, const struct run *r, const struct finding *f)
{
    (void)r;
    if (f->key && f->key != f->instance)
        buf_printf(out, "the key \"%.*s\" is not allowed here", STR_ARG(node_text(f->key)));
    else
        buf_put(out, STR("nothing is allowed here"));
    put_found(out, f);
}

static void say_not(struct buf *out, const struct run *r, const struct finding *f)
{
    uint32_t negated = r->schema->subschemas[f->schema].logic->negated;
    size_t before;

    buf_put(out, STR("expected anything but "));
    before = out->len;
    if (!describe_allowed(out, r->schema, &negated, 1)) {
        out->len = before;
        buf_put(out, STR("what \"not\" describes"));
    }
    put_found(out, f);
}

static void say_none(struct buf *out, const struct run *r, const struct finding *f)
{
    const struct logic_part *l = r->schema->subschemas[f->schema].logic;
    const struct id_list *forms = f->keyword == KEYWORD_ANY_OF ? &l->any : &l->one;
    size_t before;

    buf_put(out, STR("expected "));
    before = out->len;
    if (forms->count == 0) {
        buf_put(out, STR("nothing at all"));
    } else if (!describe_allowed(out, r->schema, forms->ids, forms->count)) {
        out->len = before;
        buf_printf(out, "one of %zu forms", forms->count);
    }
    put_found(out, f);
}

static void say_one_of(struct buf *out, const struct run *r, const struct finding *f)
{
    if (f->detail == SCHEMA_NONE)
        say_none(out, r, f);
    else
        buf_printf(out, "this fits alternatives %llu and %llu of %zu, but must fit only one",
                   (unsigned long long)f->detail + 1, (unsigned long long)f->second + 1,
                   r->schema->subschemas[f->schema].logic->one.count);
}

typedef void sayer(struct buf *out, const struct run *r, const struct finding *f);

static sayer *const sayers[KEYWORD_OTHER] = {
    [KEYWORD_FALSE] = say_false,
    [KEYWORD_ADDITIONAL_PROPERTIES] = say_unknown_key,
    [KEYWORD_ANY_OF] = say_none,
    [KEYWORD_CONST] = say_choice,
    [KEYWORD_CONTAINS] = say_contains,
    [KEYWORD_DEPENDENCIES] = say_missing,
    [KEYWORD_DEPENDENT_REQUIRED] = say_missing,
    [KEYWORD_ENUM] = say_choice,
    [KEYWORD_EXCLUSIVE_MAXIMUM] = say_bound,
    [KEYWORD_EXCLUSIVE_MINIMUM] = say_bound,
    [KEYWORD_FORMAT] = say_format,
    [KEYWORD_MAX_CONTAINS] = say_contains,
    [KEYWORD_MAX_ITEMS] = say_size,
    [KEYWORD_MAX_LENGTH] = say_size,
    [KEYWORD_MAX_PROPERTIES] = say_size,
    [KEYWORD_MAXIMUM] = say_bound,
    [KEYWORD_MIN_CONTAINS] = say_contains,
    [KEYWORD_MIN_ITEMS] = say_size,
    [KEYWORD_MIN_LENGTH] = say_size,
    [KEYWORD_MIN_PROPERTIES] = say_size,
    [KEYWORD_MINIMUM] = say_bound,
    [KEYWORD_MULTIPLE_OF] = say_multiple,
    [KEYWORD_NOT] = say_not,
    [KEYWORD_ONE_OF] = say_one_of,
    [KEYWORD_PATTERN] = say_pattern,
    [KEYWORD_REQUIRED] = say_missing,
    [KEYWORD_TYPE] = say_type,
    [KEYWORD_UNEVALUATED_ITEMS] = say_left_over_element,
    [KEYWORD_UNEVALUATED_PROPERTIES] = say_unknown_key,
    [KEYWORD_UNIQUE_ITEMS] = say_unique,
};

void schema_message_write(const struct run *r, const struct finding *f, struct schema_violation *v)
{
    const struct subschema *s = &r->schema->subschemas[f->schema];
    struct str place = schema_pointer(r->schema, f->schema, r->arena);
    struct buf out = { 0 };

    v->keyword = keyword_name(f->keyword);
    v->pointer = s->verdict == SUBSCHEMA_FALSE
                     ? place
                     : arena_printf(r->arena, "%.*s/%.*s", STR_ARG(place), STR_ARG(v->keyword));
    /* A key that is judged itself. */
    if (f->key && f->key == f->instance)
        buf_put(&out, STR("this key is not allowed: "));
    sayers[f->keyword](&out, r, f);
    v->message = arena_copy(r->arena, buf_str(&out));
    buf_free(&out);
    v->hint = schema_hint_write(r, f);
}

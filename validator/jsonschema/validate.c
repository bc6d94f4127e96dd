/* The walk: a value, a subschema, and what they ask of each other. */
#include "jsonschema/run.h"

enum { MOST_DEPTH = 5000, MOST_CHAIN = 64, STEPS = 4 * 1000 * 1000, STEPS_A_NODE = 64 };

bool judge_stop(struct run *r, const char *why)
{
    if (!r->stopped) {
        r->stopped = why;
        r->stopped_at = r->frame ? r->frame->schema : SCHEMA_ROOT;
    }
    r->budget = 0;
    return false;
}

bool judge_float_is_whole(const struct node *n)
{
    struct decimal d;

    return decimal_read((struct str){ n->text, n->len }, &d) && decimal_is_whole(&d);
}

/* The subschemas at work on the same instance, innermost first. */
static void note_chain(struct run *r, struct finding *f)
{
    f->chain = r->chain_count;
    *ARENA_PUSH(r->arena, r->chain, r->chain_count, r->chain_cap) = f->schema;
    for (const struct frame *up = r->frame; up && up->instance == f->instance; up = up->up) {
        if (up->schema == f->schema)
            continue;
        if (r->chain_count - f->chain == MOST_CHAIN)
            break;
        *ARENA_PUSH(r->arena, r->chain, r->chain_count, r->chain_cap) = up->schema;
    }
    f->chain_count = r->chain_count - f->chain;
}

static void note(struct run *r, struct finding f)
{
    const struct frame *up = r->frame;

    while (up && up->instance == f.instance)
        up = up->up;
    f.container = up ? up->instance : NULL;
    f.choice = SCHEMA_NONE;
    note_chain(r, &f);
    r->findings = arena_grow(r->arena, r->findings, r->finding_count, &r->finding_cap, sizeof f);
    r->findings[r->finding_count++] = f;
}

bool judge_violation(struct run *r, enum keyword keyword, const struct node *at, uint64_t detail, uint64_t second)
{
    const struct frame *f = r->frame;

    if (!r->quiet && !r->stopped)
        note(r, (struct finding){ .at = at,
                                  .instance = f->instance,
                                  .key = f->key,
                                  .schema = f->schema,
                                  .keyword = keyword,
                                  .detail = detail,
                                  .second = second });
    return false;
}

bool judge_refuse(struct run *r, uint32_t schema, const struct node *instance, const struct node *key)
{
    bool never = r->schema->subschemas[schema].verdict == SUBSCHEMA_FALSE;

    if (!r->quiet && !r->stopped)
        note(r, (struct finding){ .at = never && key ? key : instance,
                                  .instance = instance,
                                  .key = key,
                                  .schema = schema,
                                  .keyword = never ? KEYWORD_FALSE : KEYWORD_TYPE });
    return false;
}

static void enter_scope(struct run *r, uint32_t resource)
{
    if (r->scope_count && r->scopes[r->scope_count - 1] == resource)
        return;
    *ARENA_PUSH(r->arena, r->scopes, r->scope_count, r->scope_cap) = resource;
}

static bool run_kind(struct run *r, const struct subschema *s, enum node_kind kind, struct marks *marks)
{
    switch (kind) {
    case NODE_INT:
    case NODE_FLOAT:
        return !s->number || judge_number(r, s->number);
    case NODE_STRING:
        return !s->string || judge_string(r, s->string);
    case NODE_SEQUENCE:
        return !s->array || judge_array(r, s->array, marks);
    case NODE_MAPPING:
        return !s->object || judge_object(r, s->object, marks);
    default:
        return true;
    }
}

static bool run_parts(struct run *r, const struct subschema *s, enum node_kind kind, struct marks *marks)
{
    bool ok = !s->choices[0] || judge_choices(r, s);

    if (ok || !r->quiet)
        ok &= run_kind(r, s, kind, marks);
    if (s->logic && (ok || !r->quiet))
        ok &= judge_logic(r, s->logic, marks);
    return ok;
}

/* With marks of its own, as unevaluated* sees only what its own subschema's keywords evaluated. */
static bool run_tracked(struct run *r, const struct subschema *s, const struct node *instance, struct marks *marks)
{
    struct marks own = marks_push(r, instance->len);
    bool ok = run_parts(r, s, (enum node_kind)instance->kind, &own);

    if (ok || !r->quiet)
        ok &= judge_unevaluated(r, s, &own);
    if (marks)
        marks_join(r, marks, &own);
    marks_pop(r, &own);
    return ok;
}

static void annotate(struct run *r, uint32_t schema, const struct node *instance, const struct node *key)
{
    *ARENA_PUSH(r->arena, r->annotations, r->annotation_count, r->annotation_cap) =
        (struct noted_annotation){ instance, key, schema };
}

bool judge_deep(struct run *r, uint32_t schema, const struct node *instance, const struct node *key,
                struct marks *marks)
{
    const struct subschema *s = &r->schema->subschemas[schema];
    const struct frame frame = { r->frame, instance, key, schema };
    size_t scope = r->scope_count;
    enum node_kind kind = value_kind(instance);
    bool ok;

    if (!judge_spend(r, 1))
        return false;
    if (r->depth >= MOST_DEPTH)
        return judge_stop(r, "values and subschemas nest too deep");
    r->frame = &frame;
    r->depth++;
    enter_scope(r, s->resource);
    if ((kind == NODE_MAPPING && s->unevaluated_properties != SCHEMA_NONE) ||
        (kind == NODE_SEQUENCE && s->unevaluated_items != SCHEMA_NONE))
        ok = run_tracked(r, s, instance, marks);
    else
        ok = run_parts(r, s, kind, marks);
    if (ok && s->annotated && r->annotate)
        annotate(r, schema, instance, key);
    r->scope_count = scope;
    r->depth--;
    r->frame = frame.up;
    return ok;
}

static void deliver_findings(const struct run *r, const struct schema_report *report)
{
    struct schema_violation v;

    for (size_t i = 0; i < r->finding_count; i++) {
        const struct finding *f = &r->findings[i];
        v = (struct schema_violation){ .at = f->at,
                                       .instance = f->instance,
                                       .key = f->key,
                                       .schemas = r->chain + f->chain,
                                       .schema_count = f->chain_count };
        schema_message_write(r, f, &v);
        report->violation(report->context, &v);
    }
}

static void deliver_annotations(const struct run *r, const struct schema_report *report)
{
    for (size_t i = 0; i < r->annotation_count; i++)
        report->annotation(report->context, r->annotations[i].instance, r->annotations[i].key,
                           r->annotations[i].schema);
}

enum schema_verdict schema_validate(const struct schema *s, const struct node *instance, struct schema_scratch *scratch,
                                    const struct schema_report *report, struct str *error)
{
    static const struct node empty = { .text = "null", .len = 4, .span = 1, .line = 1, .kind = NODE_NULL };
    struct run r = { .schema = s, .scratch = scratch, .arena = &scratch->arena };
    bool ok;

    instance = instance ? node_value(instance) : &empty;
    r.budget = scratch->step_limit ? scratch->step_limit : STEPS + (uint64_t)instance->span * STEPS_A_NODE;
    r.quiet = !report || !report->violation;
    r.annotate = s->annotates && report && report->annotation;
    ok = judge_check(&r, SCHEMA_ROOT, instance, NULL, NULL);
    if (!r.stopped && r.budget == 0)
        judge_stop(&r, "comparing values would take too many steps, or they nest too deep");
    if (r.stopped) {
        struct str place = schema_pointer(s, r.stopped_at, r.arena);
        *error = arena_printf(r.arena, "undecided at %.*s of the schema: %s",
                              STR_ARG(place.len ? place : STR("the root")), r.stopped);
        return SCHEMA_UNDECIDED;
    }
    if (r.annotate)
        deliver_annotations(&r, report);
    if (!ok && report && report->violation)
        deliver_findings(&r, report);
    return ok ? SCHEMA_VALID : SCHEMA_INVALID;
}

void schema_scratch_free(struct schema_scratch *s)
{
    arena_free(&s->arena);
    regex_scratch_free(&s->regex);
}

#include "pipeline/pipeline.h"

#include "base/quote.h"
#include "pipeline/decoded.h"
#include "pipeline/steps.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>

enum { MOST_BYTES = 16 << 20 };

const char *pipeline_stage_name(enum pipeline_stage stage)
{
    static const char *const names[] = { "",           "read",   "template-parse", "template", "yaml",
                                         "schema-ref", "schema", "decode",         "validate" };

    return names[stage];
}

void pipeline_file_read(struct pipeline_file *f, const struct fs *fs, struct str path, struct arena *a)
{
    struct buf bytes = { 0 };
    struct fs_error e;

    *f = (struct pipeline_file){ .path = path, .window = ARENA_NEW(a, struct go_window) };
    go_window_newest(f->window, a);
    if (fs_read(fs, path, MOST_BYTES, &bytes, &e))
        page_parse(&f->page, a, arena_copy(a, buf_str(&bytes)));
    else
        f->read_error = fs_error_text(&e, a);
    buf_free(&bytes);
}

static bool fail(struct pipeline *p, enum pipeline_stage stage, struct arena *a, struct str words)
{
    p->stage = stage;
    words_add_lines(&p->words, a, words);
    return false;
}

bool pipeline_render(struct pipeline *p, const struct pipeline_file *f, const struct template_value *data,
                     struct arena *a)
{
    struct page_failure why;
    struct buf out = { 0 };
    bool ok;

    *p = (struct pipeline){ .path = f->path };
    if (f->read_error.len)
        return fail(p, STAGE_READ, a, ARENA_JOIN(a, STR("failed to read file "), f->path, STR(": "), f->read_error));
    if (!f->page.template) {
        p->offset = f->page.error_offset;
        p->undecided = f->page.undecided;
        return fail(p, STAGE_PARSE, a,
                    ARENA_JOIN(a, STR("failed to preprocess pipeline file: failed to parse template: "),
                               f->page.error));
    }
    ok = page_render(&f->page, a, data, &out, &p->trace, &why);
    p->rendered = arena_copy(a, buf_str(&out));
    buf_free(&out);
    if (ok)
        return true;
    p->offset = why.offset;
    p->undecided = why.undecided;
    return fail(p, STAGE_RENDER, a,
                ARENA_JOIN(a, STR("failed to preprocess pipeline file: failed to execute template: "), why.message));
}

static const char *json_kind(const struct node *n)
{
    static const char *const names[] = { "null", "bool", "number", "number", "string", "array", "object" };

    return names[node_kind(n)];
}

static bool read_yaml(struct pipeline *p, struct arena *a)
{
    static const char before[] = "failed to validate pipeline schema: failed to unmarshal pipeline YAML content: ";
    struct yaml_error e;

    if (!yaml_read(&p->tape, a, p->rendered, NULL, &e)) {
        p->offset = e.offset;
        return fail(p, STAGE_YAML, a, ARENA_JOIN(a, str_c(before), STR("error converting YAML to JSON: "), e.message));
    }
    if (node_kind(p->tape.root) != NODE_MAPPING && node_kind(p->tape.root) != NODE_NULL)
        return fail(p, STAGE_YAML, a,
                    ARENA_JOIN(a, str_c(before),
                               STR("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "),
                               str_c(json_kind(p->tape.root)), STR(" into Go value of type map[string]interface {}")));
    return true;
}

static bool check_schema(struct pipeline *p, const struct schema *schema, struct arena *a)
{
    static const struct node empty = { .span = 1, .line = 1, .kind = NODE_MAPPING };
    const struct node *ref = node_get(p->tape.root, STR("$schema")), *root = p->tape.root;
    struct schema_scratch scratch = { 0 };
    struct str error, *lines;
    size_t count;

    if (node_kind(ref) == NODE_STRING && node_text(ref).len && !node_is(ref, STR("pipeline.schema.v1"))) {
        p->at = ref;
        return fail(p, STAGE_SCHEMA_REF, a,
                    ARENA_JOIN(a,
                               STR("failed to validate pipeline schema: failed to load pipeline schema: unsupported "
                                   "schema reference: "),
                               node_text(ref)));
    }
    if (node_kind(root) == NODE_NULL)
        root = &empty;
    if (schema_validate(schema, root, &scratch, NULL, &error) == SCHEMA_VALID) {
        schema_scratch_free(&scratch);
        return true;
    }
    schema_scratch_free(&scratch);
    p->cause = schema_causes(schema, root, NULL, a, &p->undecided);
    if (!p->cause)
        return !p->undecided || fail(p, STAGE_SCHEMA, a, STR("the pipeline nests too deeply"));
    fail(p, STAGE_SCHEMA, a,
         STR("failed to validate pipeline schema: pipeline is not compliant with schema pipeline.schema.v1: jsonschema "
             "validation failed with 'pipeline.schema.v1#'"));
    lines = schema_cause_lines(p->cause, a, &count);
    for (size_t i = 0; i < count; i++)
        words_add(&p->words, a, lines[i]);
    return false;
}

/* What Steps.UnmarshalJSON decodes that no schema judged before: first what every step has, then the step. */
static bool decode_steps(struct pipeline *p, const struct pipeline_file *f, const struct node *list, bool validation,
                         uint64_t pin, struct arena *a)
{
    size_t i = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e), i++) {
        const struct node *n = node_value(e);
        const char *type = steps_go_type(node_text(node_field(n, STR("action"))), validation, pin);
        struct str error = decoded_error(n, "StepMeta", f->window, a, &p->at);
        const char *what = "failed to unmarshal step metadata from raw json: ";

        if (!error.len && type) {
            error = decoded_error(n, type, f->window, a, &p->at);
            what = "failed to unmarshal step from metadata remainder: ";
        }
        if (!error.len)
            continue;
        return fail(p, STAGE_DECODE, a,
                    ARENA_JOIN(a,
                               STR("failed to unmarshal pipeline file: error unmarshaling JSON: while decoding JSON: "),
                               arena_printf(a, "steps[%zu]: ", i), str_c(what), error));
    }
    return true;
}

static bool decode(struct pipeline *p, const struct pipeline_file *f, uint64_t pin, struct arena *a)
{
    const struct node *groups = node_field(p->tape.root, STR("resourceGroups"));

    for (const struct node *e = node_first(groups); e; e = node_next(groups, e))
        if (!decode_steps(p, f, node_field(node_value(e), STR("steps")), false, pin, a) ||
            !decode_steps(p, f, node_field(node_value(e), STR("validationSteps")), true, pin, a))
            return false;
    return true;
}

static struct str place(struct arena *a, const struct pipeline *p, size_t i, const char *list, size_t j,
                        struct str step)
{
    return ARENA_JOIN(a, arena_printf(a, "pipeline.resourceGroups[%zu:", i), p->groups[i].name, STR("]."), str_c(list),
                      arena_printf(a, "[%zu:", j), step, STR("]: "));
}

static bool invalid(struct pipeline *p, struct arena *a, const struct node *at, const struct node *also,
                    struct str words)
{
    p->at = at;
    p->also = also;
    return fail(p, STAGE_VALIDATE, a, ARENA_JOIN(a, STR("pipeline file failed validation: "), words));
}

static const struct node *name_of(const struct node *n)
{
    const struct node *name = node_field(n, STR("name"));

    return name ? name : n;
}

static const struct step *step_named(const struct step *steps, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(steps[i].name, name))
            return &steps[i];
    return NULL;
}

static bool unique_steps(struct pipeline *p, size_t i, struct arena *a)
{
    const struct group *g = &p->groups[i];

    for (size_t j = 0; j < g->step_count; j++) {
        const struct step *s = &g->steps[j], *other = step_named(g->steps, j, s->name);

        if (other)
            return invalid(p, a, name_of(s->node), name_of(other->node),
                           ARENA_JOIN(a, place(a, p, i, "steps", j, s->name), STR("step name "),
                                      arena_quote(a, s->name), STR(" duplicated")));
    }
    for (size_t j = 0; j < g->validation_count; j++) {
        const struct step *s = &g->validations[j], *other = step_named(g->steps, g->step_count, s->name);

        if (other)
            return invalid(p, a, name_of(s->node), name_of(other->node),
                           ARENA_JOIN(a, place(a, p, i, "serviceValidationSteps", j, s->name), STR("step name "),
                                      arena_quote(a, s->name), STR(" duplicated with a regular step")));
    }
    return true;
}

static bool unique_names(struct pipeline *p, struct arena *a)
{
    for (size_t i = 0; i < p->group_count; i++) {
        const struct group *g = &p->groups[i];

        for (size_t k = 0; k < i; k++)
            if (str_eq(p->groups[k].name, g->name))
                return invalid(p, a, name_of(g->node), name_of(p->groups[k].node),
                               ARENA_JOIN(a, arena_printf(a, "pipeline.resourceGroups[%zu:", i), g->name,
                                          STR("]: resource group name "), arena_quote(a, g->name), STR(" duplicated")));
        if (!unique_steps(p, i, a))
            return false;
    }
    return true;
}

static bool check_ref(struct pipeline *p, size_t i, size_t j, const struct step_ref *r, struct arena *a)
{
    const struct group *target = NULL;
    struct str head;

    for (size_t k = 0; k < p->group_count && !target; k++)
        if (str_eq(p->groups[k].name, r->group))
            target = &p->groups[k];
    if (target && step_named(target->steps, target->step_count, r->step))
        return true;
    head = ARENA_JOIN(a, place(a, p, i, "steps", j, p->groups[i].steps[j].name), STR("dependency "), r->group, STR("/"),
                      r->step, STR(" invalid: "));
    if (!target)
        return invalid(p, a, r->at, NULL, ARENA_JOIN(a, head, STR("no such resource group "), r->group));
    return invalid(p, a, r->at, name_of(target->node),
                   ARENA_JOIN(a, head, STR("resource group "), r->group, STR(" has no step "), r->step));
}

static bool check_refs(struct pipeline *p, struct arena *a)
{
    for (size_t i = 0; i < p->group_count; i++)
        for (size_t j = 0; j < p->groups[i].step_count; j++) {
            const struct step *s = &p->groups[i].steps[j];

            for (size_t k = 0; k < s->depend_count; k++)
                if (!check_ref(p, i, j, &s->depends[k], a))
                    return false;
            for (size_t k = 0; k < s->input_count; k++)
                if (!check_ref(p, i, j, &s->inputs[k], a))
                    return false;
        }
    return true;
}

bool pipeline_read(struct pipeline *p, const struct pipeline_file *f, const struct schema *schema, uint64_t pin,
                   struct arena *a)
{
    if (!read_yaml(p, a) || (schema && (!check_schema(p, schema, a) || !decode(p, f, pin, a))))
        return false;
    p->service = node_text(node_field(p->tape.root, STR("serviceGroup")));
    steps_read(p, a);
    return unique_names(p, a) && check_refs(p, a);
}

bool pipeline_load(struct pipeline *p, const struct pipeline_file *f, const struct template_value *data,
                   const struct schema *schema, uint64_t pin, struct arena *a)
{
    return pipeline_render(p, f, data, a) && pipeline_read(p, f, schema, pin, a);
}

void pipeline_free(struct pipeline *p)
{
    free(p->trace.pieces);
    p->trace = (struct template_trace){ 0 };
}

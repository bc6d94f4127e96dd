#include "command/probe_kinds.h"

#include "jsonschema/jsonschema.h"

/* A schema is a document of its own, so the member of the question is read again. */
static bool read_schema(struct probe *p, struct tape *tape)
{
    const struct node *member = node_get(p->question, STR("schema"));
    struct json_error e;

    return member && json_read(tape, p->arena, str_slice(p->line, member->start, member->end), &e);
}

static void write_violation(void *context, const struct schema_violation *v)
{
    json_t *o = json_add_object(context);

    json_put_string(o, "keyword", v->keyword);
    json_put_string(o, "schema", v->pointer);
    json_put_string(o, "message", v->message);
}

static void validate(struct probe *p, const struct schema *s, const struct node *data)
{
    struct schema_report report = { .violation = write_violation };
    struct schema_scratch scratch = { 0 };
    struct str error;
    enum schema_verdict verdict = schema_validate(s, data, &scratch, NULL, &error);

    if (verdict == SCHEMA_UNDECIDED) {
        probe_refuse(p, error);
    } else {
        probe_ok(p);
        json_put_bool(p->answer, "valid", verdict == SCHEMA_VALID);
        report.context = json_put_array(p->answer, "errors");
        schema_validate(s, data, &scratch, &report, &error);
    }
    schema_scratch_free(&scratch);
}

void probe_schema(struct probe *p)
{
    struct str draft = node_text(node_get(p->question, STR("draft")));
    struct schema_options options = { .draft = SCHEMA_DRAFT_2020_12 };
    struct tape tape;
    struct schema_error e;
    struct schema *s;

    if (str_eq(draft, STR("7")) || str_has(draft, STR("draft7")) || str_has(draft, STR("draft-07")))
        options.draft = SCHEMA_DRAFT_7;
    if (!read_schema(p, &tape)) {
        probe_refuse(p, STR("probe schema wants \"schema\" and \"data\""));
        return;
    }
    s = schema_compile(&tape, &options, p->arena, &e);
    if (s)
        validate(p, s, node_get(p->question, STR("data")));
    else
        probe_refuse(p, e.message);
    schema_free(s);
}

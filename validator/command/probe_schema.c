#include "command/probe_kinds.h"

#include "jsonschema/jsonschema.h"
#include "syntax/json/json.h"

/* A schema is a document of its own, so the member of the question is written out and read again. */
static bool read_schema(struct probe *p, struct tape *tape)
{
    const struct node *member = node_get(p->question, STR("schema"));
    struct buf text = { 0 };
    struct json_writer w = { .out = &text };
    struct json_error e;
    bool ok = member && json_node(&w, member) && json_read(tape, p->arena, arena_copy(p->arena, buf_str(&text)), &e);

    buf_free(&text);
    return ok;
}

static void write_violation(void *context, const struct schema_violation *v)
{
    struct probe *p = context;

    json_begin_object(p->answer);
    json_member_string(p->answer, STR("keyword"), v->keyword);
    json_member_string(p->answer, STR("schema"), v->pointer);
    json_member_string(p->answer, STR("message"), v->message);
    json_end_object(p->answer);
}

static void validate(struct probe *p, const struct schema *s, const struct node *data)
{
    struct schema_report report = { .context = p, .violation = write_violation };
    struct schema_scratch scratch = { 0 };
    struct str error;
    enum schema_verdict verdict = schema_validate(s, data, &scratch, NULL, &error);

    if (verdict == SCHEMA_UNDECIDED) {
        probe_refuse(p, error);
    } else {
        probe_ok(p);
        json_member_bool(p->answer, STR("valid"), verdict == SCHEMA_VALID);
        json_key(p->answer, STR("errors"));
        json_begin_array(p->answer);
        schema_validate(s, data, &scratch, &report, &error);
        json_end_array(p->answer);
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

/* A schema, a line "%%", and data, both JSON. Whatever they are: the schema compiles or is refused with a
 * reason, validation ends, says the same with and without listeners, has a sound violation for every refusal,
 * and every question to the schema has an answer. */
#include "jsonschema/jsonschema.h"
#include "syntax/json/json.h"

#include <stdlib.h>

static void demand(bool ok)
{
    if (!ok)
        abort();
}

struct seen {
    const struct tape *data;
    const struct schema *schema;
    struct arena *arena;
    size_t violations;
};

static bool is_on(const struct tape *t, const struct node *n)
{
    return n >= t->nodes && n < t->nodes + t->count;
}

static void check_violation(void *context, const struct schema_violation *v)
{
    struct seen *seen = context;

    seen->violations++;
    demand(is_on(seen->data, v->at) && is_on(seen->data, v->instance));
    demand(!v->key || is_on(seen->data, v->key));
    demand(v->message.len && v->keyword.len && v->pointer.p && v->schema_count);
    demand(schema_instance_pointer(seen->data->root, v->at, seen->arena).p != NULL);
    schema_violation_keyword(seen->schema, v, STR("x-rule"));
}

static bool check_property(void *context, struct str key, uint32_t subschema, bool required)
{
    struct seen *seen = context;

    (void)required;
    demand(schema_source(seen->schema, subschema) != NULL);
    demand(schema_property(seen->schema, SCHEMA_ROOT, key) != SCHEMA_NONE);
    return true;
}

static bool present_if_old(void *context, const struct node *subschema)
{
    (void)context;
    return !node_is(node_get(subschema, STR("x-since")), STR("new"));
}

static void judge(const struct schema *s, const struct tape *data, struct arena *a)
{
    struct schema_scratch scratch = { .step_limit = 20000 };
    struct seen seen = { data, s, a, 0 };
    struct schema_report report = { .context = &seen, .violation = check_violation };
    struct str error = { 0 };
    enum schema_verdict quick = schema_validate(s, data->root, &scratch, NULL, &error);
    enum schema_verdict whole = schema_validate(s, data->root, &scratch, &report, &error);

    /* The whole walk goes further, and may run out of steps where the quick one did not. */
    demand(quick == whole || whole == SCHEMA_UNDECIDED || quick == SCHEMA_UNDECIDED);
    demand((whole == SCHEMA_INVALID) == (seen.violations > 0));
    demand(whole != SCHEMA_UNDECIDED || error.len > 0);
    demand(schema_each_property(s, SCHEMA_ROOT, check_property, &seen));
    schema_element(s, SCHEMA_ROOT, 3);
    schema_scratch_free(&scratch);
}

static void try_schema(struct str text, struct str data_text, struct arena *a, const struct schema_options *o)
{
    struct schema_error error = { 0 };
    struct json_error json_error;
    struct tape schema, data;
    struct schema *s;

    if (!json_read(&schema, a, text, &json_error))
        return;
    s = schema_compile(&schema, o, a, &error);
    demand((s == NULL) == (error.message.len > 0));
    if (s && json_read(&data, a, data_text, &json_error))
        judge(s, &data, a);
    schema_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str input = { (const char *)bytes, size };
    size_t cut = str_find(input, STR("\n%%\n"));
    struct schema_options options = { .present = present_if_old };
    struct arena a = { 0 };

    if (cut == SIZE_MAX)
        return 0;
    try_schema(str_slice(input, 0, cut), str_from(input, cut + 4), &a, &options);
    options.draft = SCHEMA_DRAFT_7;
    try_schema(str_slice(input, 0, cut), str_from(input, cut + 4), &a, &options);
    arena_free(&a);
    return 0;
}

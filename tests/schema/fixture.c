#include "schema/fixture.h"

#include "base/utf8.h"
#include "syntax/yaml/yaml.h"

int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

int tear_down(void **state)
{
    struct fixture *f = *state;

    schema_free(f->schema);
    schema_scratch_free(&f->scratch);
    buf_free(&f->found);
    buf_free(&f->annotations);
    arena_free(&f->arena);
    free(f);
    return 0;
}

void assert_same(struct str s, const char *expected)
{
    if (!str_eq(s, str_c(expected)))
        fail_msg("found\n%.*s\nexpected\n%s", STR_ARG(s), expected);
}

const struct tape *read_yaml(struct fixture *f, const char *text)
{
    struct tape *t = ARENA_NEW(&f->arena, struct tape);
    struct yaml_error e;

    if (!yaml_read(t, &f->arena, str_c(text), NULL, &e))
        fail_msg("%.*s in\n%s", STR_ARG(e.message), text);
    return t;
}

void compile(struct fixture *f, const char *schema)
{
    schema_free(f->schema);
    f->schema = schema_compile(read_yaml(f, schema), &f->options, &f->arena, &f->schema_error);
}

static unsigned column(const struct fixture *f, const struct node *n)
{
    struct str before = str_slice(f->data.source, 0, n->start);
    size_t newline = str_rfind_char(before, '\n');

    return (unsigned)utf8_count(str_from(before, newline == SIZE_MAX ? 0 : newline + 1)) + 1;
}

static void note_violation(void *context, const struct schema_violation *v)
{
    struct fixture *f = context;
    struct str place = schema_instance_pointer(f->data.root, v->instance, &f->arena);

    buf_printf(&f->found, "%u:%u %.*s %.*s%s%.*s: %.*s", v->at->line, column(f, v->at), STR_ARG(place),
               STR_ARG(v->keyword), f->terse ? "" : " ", STR_ARG(f->terse ? STR("") : v->pointer), STR_ARG(v->message));
    if (v->hint.len && !f->terse)
        buf_printf(&f->found, " (%.*s)", STR_ARG(v->hint));
    buf_char(&f->found, '\n');
    assert_true(v->schema_count > 0);
}

static void note_annotation(void *context, const struct node *instance, const struct node *key, uint32_t subschema)
{
    struct fixture *f = context;
    struct str place = schema_instance_pointer(f->data.root, instance, &f->arena);

    (void)key;
    buf_printf(&f->annotations, "%.*s by %.*s\n", STR_ARG(place),
               STR_ARG(schema_pointer(f->schema, subschema, &f->arena)));
}

void validate(struct fixture *f, const char *data)
{
    struct schema_report report = { f, note_violation, note_annotation };
    struct str error;

    assert_non_null(f->schema);
    f->data = *read_yaml(f, data);
    buf_reset(&f->found);
    buf_reset(&f->annotations);
    f->error = STR("");
    f->verdict = schema_validate(f->schema, f->data.root, &f->scratch, &report, &f->error);
    assert_int_equal(f->verdict == SCHEMA_INVALID, f->found.len > 0);
    /* Without listeners the verdict is the same. */
    assert_int_equal(schema_validate(f->schema, f->data.root, &f->scratch, NULL, &error), f->verdict);
}

void expect(struct fixture *f, const char *schema, const char *data, const char *found)
{
    compile(f, schema);
    if (!f->schema)
        fail_msg("%.*s at %.*s", STR_ARG(f->schema_error.message), STR_ARG(f->schema_error.pointer));
    validate(f, data);
    assert_same(f->error, "");
    assert_same(buf_str(&f->found), found);
}

void expect_refused(struct fixture *f, const char *schema, const char *pointer, const char *message)
{
    compile(f, schema);
    assert_null(f->schema);
    assert_same(f->schema_error.message, message);
    assert_same(f->schema_error.pointer, pointer);
}

/* What Go's text/template answered to the recorded templates: parse, and execution on four kinds of data. */
#include "harness/suite.h"
#include "syntax/template/template.h"

#include <stdio.h>
#include <string.h>

static struct str text_of(const json_t *j)
{
    return (struct str){ json_string_value(j), json_string_length(j) };
}

/* JSON as the recorded program's Go values: numbers are int or float64, and some containers have element
 * types of their own (the suite's map_data_types). */
static struct template_value go_value(struct arena *a, const json_t *j);

static const struct template_type *list_type(const char *key)
{
    if (key && strcmp(key, "Ints") == 0)
        return &template_type_ints;
    if (key && (strcmp(key, "SS") == 0 || strcmp(key, "None") == 0))
        return &template_type_strings;
    return &template_type_slice;
}

static struct template_value go_list(struct arena *a, const json_t *j, const char *key)
{
    size_t n = json_array_size(j);
    struct template_value *items = ARENA_ARRAY(a, struct template_value, n);

    for (size_t i = 0; i < n; i++)
        items[i] = go_value(a, json_array_get(j, i));
    return template_slice(a, list_type(key), items, n);
}

static struct template_value go_map(struct arena *a, const json_t *j, const char *key)
{
    struct template_entry *entries = ARENA_ARRAY(a, struct template_entry, json_object_size(j));
    void *at = json_object_iter((json_t *)(uintptr_t)j);
    size_t n = 0;

    for (; at; at = json_object_iter_next((json_t *)(uintptr_t)j, at)) {
        const char *name = json_object_iter_key(at);
        const json_t *value = json_object_iter_value(at);
        entries[n].key = arena_copy(a, str_c(name));
        if (json_is_array(value))
            entries[n].value = go_list(a, value, name);
        else if (json_is_object(value))
            entries[n].value = go_map(a, value, name);
        else
            entries[n].value = go_value(a, value);
        n++;
    }
    return template_map(a, key && strcmp(key, "MS") == 0 ? &template_type_string_map : &template_type_map, entries, n);
}

static struct template_value go_value(struct arena *a, const json_t *j)
{
    switch (json_typeof(j)) {
    case JSON_OBJECT:
        return go_map(a, j, NULL);
    case JSON_ARRAY:
        return go_list(a, j, NULL);
    case JSON_STRING:
        return template_string(arena_copy(a, text_of(j)));
    case JSON_INTEGER:
        return template_int(json_integer_value(j));
    case JSON_REAL:
        return template_float(json_real_value(j));
    case JSON_NULL:
        return template_nil();
    default:
        return template_bool(json_is_true(j));
    }
}

struct run {
    struct suite suite;
    struct template_value map, prowjob;
    struct template *template;
    const char *id;
};

static void check_exec(struct run *r, const char *kind, const json_t *want, const struct template_value *data,
                       enum template_missing_key missing)
{
    struct suite *s = &r->suite;
    struct template_options options = { .missing_key = missing };
    const char *id = arena_printf(&s->arena, "%s/%s", r->id, kind).p;
    struct str output, error, partial = { "", 0 };
    struct template_error e;
    struct buf out = { 0 };
    bool ok = template_execute(r->template, &s->arena, data, &options, &out, &e);

    if (suite_text(s, want, "error", &error)) {
        suite_text(s, want, "partial", &partial);
        suite_case(s, id, !ok && !e.undecided && str_eq(e.message, error) && str_eq(buf_str(&out), partial),
                   "\n   want %.*s\n    got %.*s\n partial %.*s", STR_ARG(error),
                   STR_ARG(ok ? buf_str(&out) : e.message), STR_ARG(buf_str(&out)));
    } else {
        suite_text(s, want, "output", &output);
        suite_case(s, id, ok && str_eq(buf_str(&out), output), "\n   want %.*s\n    got %.*s", STR_ARG(output),
                   STR_ARG(ok ? buf_str(&out) : e.message));
    }
    buf_free(&out);
}

static void check_record(struct run *r, const json_t *record)
{
    struct suite *s = &r->suite;
    const json_t *parse = json_object_get(record, "parse"), *exec = json_object_get(record, "exec");
    const struct template_funcs *funcs =
        json_array_size(json_object_get(record, "funcs")) ? &template_funcs_jenkins : NULL;
    struct template_error e = { 0 };
    struct str input, error = { "", 0 };
    bool ok;

    r->id = json_string_value(json_object_get(record, "id"));
    suite_text(s, record, "input", &input);
    ok = template_parse(&r->template, &s->arena, text_of(json_object_get(record, "name")), input, funcs, &e);
    if (json_object_get(parse, "ok")) {
        suite_case(s, r->id, ok, "want ok, got %.*s", STR_ARG(e.message));
    } else {
        suite_text(s, parse, "error", &error);
        suite_case(s, r->id, !ok && str_eq(e.message, error), "\n   want %.*s\n    got %.*s", STR_ARG(error),
                   STR_ARG(e.message));
    }
    if (!ok || !exec)
        return;
    if (json_object_get(exec, "map"))
        check_exec(r, "map", json_object_get(exec, "map"), &r->map, TEMPLATE_MISSING_DEFAULT);
    if (json_object_get(exec, "map-zero"))
        check_exec(r, "map-zero", json_object_get(exec, "map-zero"), &r->map, TEMPLATE_MISSING_ZERO);
    if (json_object_get(exec, "map-error"))
        check_exec(r, "map-error", json_object_get(exec, "map-error"), &r->map, TEMPLATE_MISSING_ERROR);
    if (json_object_get(exec, "prowjob"))
        check_exec(r, "prowjob", json_object_get(exec, "prowjob"), &r->prowjob, TEMPLATE_MISSING_DEFAULT);
}

int main(void)
{
    struct run r = { .prowjob = template_empty_prowjob() };
    json_t *file, *record;
    size_t i;

    suite_begin(&r.suite, "template", "tests/template/exceptions.txt");
    file = suite_json(&r.suite, "suites/go-oracles/template.json");
    if (file) {
        r.map = go_value(&r.suite.arena, json_object_get(file, "map_data"));
        json_array_foreach(json_object_get(file, "records"), i, record) check_record(&r, record);
        json_decref(file);
    }
    return suite_end(&r.suite);
}

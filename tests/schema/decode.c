/* What Go's decoder makes of recorded documents: verdict, exact error, value; with and without
 * DisallowUnknownFields. */
#include "schema/decode.h"
#include "harness/suite.h"
#include "schema/govalue.h"
#include "shapes.h"
#include "syntax/yaml/yaml.h"

#include <inttypes.h>
#include <string.h>

struct run {
    struct suite *suite;
    struct arena arena; /* of one document */
    struct go_window window;
};

/* The recorded answers come from Prow's head with an older k8s.io/api (prowtypes.json, source). */
static bool contains(void *context, unsigned i, const struct go_version *v)
{
    (void)context;
    (void)i;
    return strcmp(v->commit, "292d6d1c14b4") != 0 && strncmp(v->commit, "292d6d1c14", 10) != 0;
}

/* What Go answers, in the words of sigs.k8s.io/yaml: the dump, or false and the error. */
static bool answer(struct run *r, const struct go_type *root, struct str input, bool strict, struct str *out)
{
    struct tape tape = { 0 };
    struct yaml_error e;
    struct yaml_limits limits = YAML_LIMITS;
    struct govalue_builder value;
    struct decode_sink sink = { govalue_event, &value };
    struct decode_options options = { .window = &r->window, .strict = strict, .sink = &sink };
    struct decode_result result;

    limits.typed = true;
    if (!yaml_read(&tape, &r->arena, input, &limits, &e)) {
        *out = arena_printf(&r->arena, "error converting YAML to JSON: %.*s", STR_ARG(e.message));
        return false;
    }
    govalue_init(&value, &r->arena, root);
    decode(&tape, root, &options, &r->arena, NULL, NULL, &result);
    *out = result.refused ? result.error : govalue_sparse(value.root, &r->arena);
    return !result.refused;
}

static bool same_value(struct str have, struct str want)
{
    json_t *a, *b;
    bool same;

    if (str_eq(have, want))
        return true;
    a = json_loadb(have.p, have.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    b = json_loadb(want.p, want.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    same = a && b && json_equal(a, b);
    json_decref(a);
    json_decref(b);
    return same;
}

static bool agrees(struct run *r, const json_t *want, bool ok, struct str have, struct str *expected)
{
    char hash[17];

    if (suite_text(r->suite, want, "error", expected))
        return !ok && str_eq(have, *expected);
    if (json_object_get(want, "json_fnv1a64")) {
        snprintf(hash, sizeof hash, "%016" PRIx64, str_hash(have));
        *expected = str_c(json_string_value(json_object_get(want, "json_fnv1a64")));
        return ok && str_eq(str_c(hash), *expected);
    }
    return suite_text(r->suite, want, "json", expected) && ok && same_value(have, *expected);
}

static void check(struct run *r, const char *id, const char *shape, const struct go_type *root, struct str input,
                  const json_t *want, bool strict)
{
    struct str have, expected = { 0 };
    bool ok = answer(r, root, input, strict, &have);
    struct str full = arena_printf(&r->arena, "%s:%s%s", id, shape, strict ? "/strict" : "");
    bool right = agrees(r, want, ok, have, &expected);

    suite_case(r->suite, full.p, right, "%.*s\n   got: %.*s\n  want: %.*s", (int)(input.len < 300 ? input.len : 300),
               input.p, STR_ARG(have), STR_ARG(expected));
    arena_reset(&r->arena);
}

/* One shape of a record; its strict answer is the other one's where none is given. */
static void check_both(struct run *r, const char *id, const char *shape, const struct go_type *root, struct str input,
                       const json_t *want, const json_t *strict)
{
    check(r, id, shape, root, input, want, false);
    check(r, id, shape, root, input, strict ? strict : want, true);
}

static const struct {
    const char *shape, *file, *name;
} ROOTS[] = {
    { "config.JobConfig", "prow/jobs", "JobConfig" },
    { "config.Config", "prow/config", "Config" },
    { "config.ProwConfig", "prow/config", "ProwConfig" },
    { "config.ProwYAML", "prow/prow_yaml", "ProwYAML" },
    { "plugins.Configuration", "prow/plugins", "Configuration" },
};

static const struct go_type *root_of(const struct shapes *shapes, const char *shape)
{
    for (size_t i = 0; i < sizeof ROOTS / sizeof *ROOTS; i++) {
        if (strcmp(ROOTS[i].shape, shape) == 0)
            return go_type_find(ROOTS[i].file, ROOTS[i].name);
    }
    return shapes ? shapes_find(shapes, shape) : NULL;
}

static void check_record(struct run *r, const struct shapes *shapes, json_t *record, struct str input)
{
    const char *id = json_string_value(json_object_get(record, "id")), *shape;
    json_t *all = json_object_get(record, "shapes"), *want;

    json_object_foreach(all, shape, want)
    {
        struct str strict = arena_printf(&r->suite->arena, "%s/strict", shape);

        if (!strchr(shape, '/'))
            check_both(r, id, shape, root_of(shapes, shape), input, want, json_object_get(all, strict.p));
    }
}

static void run_records(struct run *r, const struct shapes *shapes, const json_t *file)
{
    json_t *record;
    size_t i;
    struct str input;

    json_array_foreach(json_object_get(file, "records"), i, record)
    {
        if (json_object_get(record, "shapes") && suite_text(r->suite, record, "input", &input))
            check_record(r, shapes, record, input);
    }
}

/* JSON text by way of the YAML reader: letter case of keys. */
static void run_folding(struct run *r, const struct shapes *shapes)
{
    json_t *file = suite_json(r->suite, "suites/go-oracles/casefold.json"), *record;
    size_t i;
    struct str input;

    json_array_foreach(json_object_get(file, "records"), i, record)
    {
        const char *shape = json_string_value(json_object_get(record, "shape"));

        if (suite_text(r->suite, record, "input", &input))
            check_both(r, json_string_value(json_object_get(record, "id")), shape, root_of(shapes, shape), input,
                       json_object_get(record, "yaml"), json_object_get(record, "yaml_strict"));
    }
    json_decref(file);
}

int main(void)
{
    struct suite s;
    struct run r = { .suite = &s };
    struct arena tables = { 0 };
    struct shapes shapes;
    json_t *prow, *yaml;

    suite_begin(&s, "decode", "tests/schema/exceptions-decode.txt");
    go_window_init(&r.window, &tables, 1, contains, NULL);
    prow = suite_json(&s, "suites/go-oracles/prowtypes.json");
    run_records(&r, NULL, prow);
    yaml = suite_json(&s, "suites/go-oracles/goyaml.json");
    if (yaml && shapes_load(&shapes, &tables, json_object_get(yaml, "shape_schema"))) {
        run_records(&r, &shapes, yaml);
        run_folding(&r, &shapes);
    }
    json_decref(prow);
    json_decref(yaml);
    arena_free(&r.arena);
    arena_free(&tables);
    return suite_end(&s);
}

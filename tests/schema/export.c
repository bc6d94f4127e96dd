/* What prowgate schema prints: a draft-07 schema by its meta-schema, which takes what the deployed versions take. */
#include "schema/fixture.h"

#include "prow/files/typed.h"
#include "schema/export.h"
#include "schema/version.h"
#include "syntax/json/json.h"

static const struct {
    const char *file, *type;
} ROOTS[] = {
    { "prow/config", "Config" },      { "prow/jobs", "JobConfig" },    { "prow/plugins", "Configuration" },
    { "prow/prow_yaml", "ProwYAML" }, { "kubernetes/pod", "PodSpec" },
};

/* The schema for up to two deployed versions, as text in the fixture's arena. */
static struct str export_text(struct fixture *f, const char *file, const char *type, const char *a, const char *b)
{
    struct version *versions = ARENA_ARRAY(&f->arena, struct version, 2);
    struct window window = { versions, b ? 2 : 1 };
    struct typed_window typed;
    struct buf out = { 0 };
    struct str error, text;

    assert_true(version_parse(str_c(a), &versions[0], &f->arena, &error));
    assert_true(!b || version_parse(str_c(b), &versions[1], &f->arena, &error));
    typed_window_init(&typed, &f->arena, &window);
    schema_export(&out, &(struct schema_export){
                            .root = go_type_find(file, type), .window = &typed.go, .versions = typed.deployed });
    text = arena_copy(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void assert_is_schema(struct fixture *f, const struct tape *tape)
{
    struct schema *meta = schema_compile_meta(SCHEMA_DRAFT_7, &f->arena, &f->schema_error);
    struct str error = STR("");

    assert_non_null(meta);
    if (schema_validate(meta, tape->root, &f->scratch, NULL, &error) != SCHEMA_VALID)
        fail_msg("not a draft-07 schema: %.*s", STR_ARG(error));
    schema_free(meta);
}

/* Prints, reads, checks and compiles the schema into f->schema. */
static void use(struct fixture *f, const char *file, const char *type, const char *a, const char *b)
{
    struct tape *tape = ARENA_NEW(&f->arena, struct tape);
    struct json_error e;

    f->terse = true;
    assert_true(json_read(tape, &f->arena, export_text(f, file, type, a, b), &e));
    assert_is_schema(f, tape);
    schema_free(f->schema);
    f->schema = schema_compile(tape, &f->options, &f->arena, &f->schema_error);
    if (!f->schema)
        fail_msg("%.*s at %.*s", STR_ARG(f->schema_error.message), STR_ARG(f->schema_error.pointer));
}

static void takes(struct fixture *f, const char *data)
{
    validate(f, data);
    assert_same(buf_str(&f->found), "");
    assert_int_equal(f->verdict, SCHEMA_VALID);
}

/* The data has exactly one mistake, at this place (LINE:COLUMN POINTER KEYWORD). */
static void refuses(struct fixture *f, const char *data, const char *place)
{
    validate(f, data);
    if (!str_starts(buf_str(&f->found), str_c(place)) || str_find_char(buf_str(&f->found), '\n') + 1 != f->found.len)
        fail_msg("found\n%.*s\nexpected\n%s", STR_ARG(buf_str(&f->found)), place);
}

static void every_kind_is_a_schema_for_every_window(void **state)
{
    static const char *const WINDOWS[][2] = {
        { "v20180130-0000000", NULL },
        { "v20190122-e707848", NULL },
        { "v20220301-0000000", NULL },
        { "v20180130-0000000", "latest" },
        { "latest", NULL },
    };

    for (size_t i = 0; i < sizeof ROOTS / sizeof *ROOTS; i++)
        for (size_t k = 0; k < sizeof WINDOWS / sizeof *WINDOWS; k++)
            use(*state, ROOTS[i].file, ROOTS[i].type, WINDOWS[k][0], WINDOWS[k][1]);
}

static void the_same_bytes_each_time(void **state)
{
    struct str once = export_text(*state, "prow/config", "Config", "v20190122-e707848", "latest");
    struct str again = export_text(*state, "prow/config", "Config", "v20190122-e707848", "latest");

    assert_true(once.len > 10000);
    assert_true(str_eq(once, again));
}

#define RETRY "periodics:\n- name: nightly\n  retry: {attempts: 2}\n"

static void a_field_is_there_since_its_version(void **state)
{
    struct fixture *f = *state;

    use(f, "prow/jobs", "JobConfig", "v20250206-0000000", NULL);
    takes(f, RETRY);
    assert_true(str_has(export_text(f, "prow/jobs", "JobConfig", "v20250206-0000000", NULL),
                        STR("next regular time. Since 2025-02-04 (f982ac37249e).")));
    use(f, "prow/jobs", "JobConfig", "v20250203-0000000", NULL);
    refuses(f, RETRY, "3:3 /periodics/0 additionalProperties: ");
    use(f, "prow/jobs", "JobConfig", "v20250203-0000000", "v20250206-0000000");
    refuses(f, RETRY, "3:3 /periodics/0 additionalProperties: ");
}

static void a_value_is_there_since_its_version(void **state)
{
    static const char states[] =
        "presubmits:\n  a/b:\n  - name: x\n    reporter_config: {slack: {job_states_to_report: [scheduling]}}\n";

    use(*state, "prow/jobs", "JobConfig", "v20240307-0000000", NULL);
    takes(*state, states);
    use(*state, "prow/jobs", "JobConfig", "v20240304-0000000", NULL);
    refuses(*state, states, "4:54 /presubmits/a~1b/0/reporter_config/slack/job_states_to_report/0 enum: ");
}

static void scalars_are_what_go_makes_of_them(void **state)
{
    struct fixture *f = *state;

    use(f, "prow/jobs", "JobConfig", "latest", NULL);
    takes(f, "periodics:\n- {name: x, interval: 5, tags: [1, true, y], max_concurrency: 3, spec: null}\n");
    refuses(f, "periodics:\n- name: 5\n", "2:9 /periodics/0/name type: ");
    refuses(f, "periodics:\n- max_concurrency: x\n", "2:20 /periodics/0/max_concurrency type: ");
    refuses(f, "periodics:\n- {spec: {containers: [{env: [{name: A, value: 1}]}]}}\n",
            "2:48 /periodics/0/spec/containers/0/env/0/value type: ");
    takes(f, "presets:\n- env: [{name: A, value: 1}]\n");
    takes(f, "presets:\n- labels: {a: 1}\n  env:\n");
}

static void texts_with_a_syntax_are_checked(void **state)
{
    struct fixture *f = *state;

    use(f, "prow/jobs", "JobConfig", "latest", NULL);
    takes(f, "periodics:\n- decoration_config: {timeout: 1h30m, grace_period: 15000000000}\n");
    takes(f, "periodics:\n- decoration_config: {timeout: '-.5s', grace_period: '0'}\n");
    refuses(f, "periodics:\n- decoration_config: {timeout: 2 hours}\n",
            "2:32 /periodics/0/decoration_config/timeout pattern: ");
    refuses(f, "periodics:\n- decoration_config: {timeout: 1.5}\n",
            "2:32 /periodics/0/decoration_config/timeout type: ");
    takes(f, "periodics:\n- spec: {containers: [{resources: {limits: {cpu: 1.5, memory: 4Gi, a: 1e3, b: +.5m}}}]}\n");
    refuses(f, "periodics:\n- spec: {containers: [{resources: {limits: {memory: 4GB}}}]}\n",
            "2:53 /periodics/0/spec/containers/0/resources/limits/memory pattern: ");
    refuses(f, "periodics:\n- spec: {containers: [{imagePullPolicy: always}]}\n",
            "2:41 /periodics/0/spec/containers/0/imagePullPolicy enum: ");
}

static void keys_are_known_or_free(void **state)
{
    struct fixture *f = *state;

    use(f, "prow/jobs", "JobConfig", "latest", NULL);
    takes(f, ".base: &b {name: x}\nx-more: [1]\nprow_ignored: {a: {b: c}}\nperiodics:\n- <<: *b\n");
    refuses(f, "base: {}\n", "1:1  additionalProperties: ");
    refuses(f, "periodics:\n- .base: {}\n", "2:3 /periodics/0 additionalProperties: ");
    refuses(f, "periodics:\n- {name: x, Name: y}\n", "2:13 /periodics/0 additionalProperties: ");
}

#define METHODS_OLD "tide: {merge_method: {org/repo: squash}}\n"
#define METHODS_NEW "tide: {merge_method: {org: {repo: {main: squash, '.*': merge}}}}\n"

static void types_that_read_two_styles(void **state)
{
    struct fixture *f = *state;

    use(f, "prow/config", "Config", "latest", NULL);
    takes(f, METHODS_OLD);
    takes(f, METHODS_NEW);
    refuses(f, "tide: {merge_method: {org: fast}}\n", "1:28 /tide/merge_method/org anyOf: ");
    use(f, "prow/config", "Config", "v20190122-e707848", "latest");
    takes(f, METHODS_OLD);
    refuses(f, METHODS_NEW, "1:28 /tide/merge_method/org type: ");
    use(f, "prow/plugins", "Configuration", "latest", NULL);
    takes(f, "plugins: {org: [size], org/repo: [wip]}\n");
    takes(f, "plugins: {org: {plugins: [size], excluded_repos: [repo]}}\n");
    use(f, "prow/plugins", "Configuration", "v20190122-e707848", NULL);
    takes(f, "plugins: {org: [size]}\n");
    refuses(f, "plugins: {org: {plugins: [size]}}\n", "1:16 /plugins/org type: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_is_a_schema_for_every_window),
        TEST(the_same_bytes_each_time),
        TEST(a_field_is_there_since_its_version),
        TEST(a_value_is_there_since_its_version),
        TEST(scalars_are_what_go_makes_of_them),
        TEST(texts_with_a_syntax_are_checked),
        TEST(keys_are_known_or_free),
        TEST(types_that_read_two_styles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What decode reports, on documents of our own. */
#include "base/buf.h"
#include "schema/decode.h"
#include "schema/version.h"
#include "syntax/yaml/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const char *const KINDS[] = {
    [DECODE_WRONG_TYPE] = "wrong-type",           [DECODE_BAD_VALUE] = "bad-value",
    [DECODE_VALUE_TOO_NEW] = "value-too-new",     [DECODE_VALUE_REMOVED] = "value-removed",
    [DECODE_UNKNOWN_VALUE] = "unknown-value",     [DECODE_UNKNOWN_FIELD] = "unknown-field",
    [DECODE_FIELD_TOO_NEW] = "field-too-new",     [DECODE_FIELD_REMOVED] = "field-removed",
    [DECODE_WRONG_CASE] = "wrong-case",           [DECODE_DUPLICATE_KEY] = "duplicate-key",
    [DECODE_SECOND_DOCUMENT] = "second-document", [DECODE_TOO_DEEP] = "too-deep",
};

static void note(void *context, const struct decode_problem *p)
{
    struct buf *out = context;

    buf_printf(out, "%u %s %.*s", p->at->line, KINDS[p->kind], STR_ARG(p->path));
    if (p->message.len)
        buf_printf(out, ": %.*s", STR_ARG(p->message));
    if (p->suggestion.len)
        buf_printf(out, " (%.*s?)", STR_ARG(p->suggestion));
    if (p->elsewhere.len)
        buf_printf(out, " (at %.*s?)", STR_ARG(p->elsewhere));
    if (p->other)
        buf_printf(out, " (line %u)", p->other->line);
    if (p->since)
        buf_printf(out, " %s", p->since->commit);
    if (p->versions != 1)
        buf_printf(out, " of %x", (unsigned)p->versions);
    buf_printf(out, "%s\n", p->refused ? " refused" : "");
}

struct input {
    const char *file, *type; /* the root */
    const char *deployed[4]; /* oldest first; none: the newest */
    bool strict;
    const char *yaml;
};

/* Only commits of the main line are asked for here. */
static bool contains(void *context, unsigned i, const struct go_version *v)
{
    const struct version *versions = context;
    uint32_t position;

    return version_position(str_c(v->commit), &position) &&
           version_has(&versions[i], position, VERSION_NEVER) == SHARE_ALL;
}

static void window_from(struct go_window *w, struct arena *a, const struct input *in)
{
    struct version versions[4];
    struct str error;
    unsigned count = 0;

    for (; count < 4 && in->deployed[count]; count++) {
        if (!version_parse(str_c(in->deployed[count]), &versions[count], a, &error))
            fail_msg("%.*s", STR_ARG(error));
    }
    if (count)
        go_window_init(w, a, count, contains, versions);
    else
        go_window_newest(w, a);
}

/* Everything that is reported of in, a line each, and Go's verdict where it is a refusal. */
static void expect(const struct input *in, const char *want)
{
    struct arena a = { 0 };
    struct buf out = { 0 };
    struct tape tape = { 0 };
    struct yaml_error e;
    struct yaml_limits limits = YAML_LIMITS;
    struct go_window window;
    struct decode_options options = { .window = &window, .strict = in->strict };
    struct decode_result result;

    limits.typed = true;
    window_from(&window, &a, in);
    assert_true(yaml_read(&tape, &a, str_c(in->yaml), &limits, &e));
    decode(&tape, go_type_find(in->file, in->type), &options, &a, note, &out, &result);
    if (result.refused)
        buf_printf(&out, "%.*s\n", STR_ARG(result.error));
    buf_char(&out, '\0');
    assert_string_equal(out.p, want);
    buf_free(&out);
    arena_free(&a);
}

static void expect_refused(const char *yaml, const char *error)
{
    struct arena a = { 0 };
    struct tape tape = { 0 };
    struct yaml_error e;
    struct go_window window;
    struct decode_options options = { .window = &window };
    struct decode_result result;

    go_window_newest(&window, &a);
    assert_true(yaml_read(&tape, &a, str_c(yaml), NULL, &e));
    decode(&tape, go_type_find("prow/jobs", "JobConfig"), &options, &a, NULL, NULL, &result);
    assert_true(result.refused && str_eq(result.error, str_c(error)));
    arena_free(&a);
}

#define JOBS "prow/jobs", "JobConfig"
#define CONFIG "prow/config", "Config"
#define PLUGINS "prow/plugins", "Configuration"

static void good_documents_are_silent(void **state)
{
    (void)state;
    expect(&(struct input){ JOBS, .yaml = "" }, "");
    expect(&(struct input){ JOBS, .yaml = "# nothing\n" }, "");
    expect(&(struct input){ JOBS, .yaml = "presets:\n- labels: {preset-x: true}\n"
                                          "periodics:\n- name: a\n  interval: 1h\n  tags: [1, yes]\n"
                                          "  spec: {containers: [{resources: {limits: {cpu: 2, memory: 4Gi}}}]}\n" },
           "");
}

static void unknown_fields_come_with_a_guess(void **state)
{
    (void)state;
    expect(&(struct input){ JOBS, .yaml = "periodics:\n- nmae: a\n  max-concurrency: 1\n  zzz: 1\n" },
           "2 unknown-field periodics[0].nmae (name?)\n"
           "3 unknown-field periodics[0].max-concurrency (max_concurrency?)\n"
           "4 unknown-field periodics[0].zzz\n");
    expect(&(struct input){ JOBS, .yaml = "presubmits:\n  o/r:\n  - command: [x]\n    spec:\n      decorate: true\n" },
           "3 unknown-field presubmits.o/r[0].command (at presubmits.o/r[0].spec.containers[].command?)\n"
           "5 unknown-field presubmits.o/r[0].spec.decorate (at presubmits.o/r[0].decorate?)\n");
}

static void anchors_may_live_at_the_top(void **state)
{
    (void)state;
    expect(&(struct input){ JOBS, .yaml = ".a: &a {b: 1}\nx-c: *a\nd: *a\nprow_ignored: {e: 1}\n" },
           "3 unknown-field d\n");
    expect(&(struct input){ JOBS, .yaml = "job: &job {b: 1}\nspecs:\n- &a {c: 1}\nperiodic: &p [{d: 1}]\nplain: *job\n"
                                          "periodics:\n- spec: {job: &x {}}\n" },
           "4 unknown-field periodic (periodics?)\n"
           "5 unknown-field plain\n"
           "7 unknown-field periodics[0].spec.job\n");
}

static void strict_refuses_the_first_unknown_field(void **state)
{
    (void)state;
    expect(&(struct input){ JOBS, .strict = true, .yaml = "z: 1\nx-y: 1\nperiodics:\n- \"b\\t\": 1\n" },
           "1 unknown-field z refused\n"
           "2 unknown-field x-y refused\n"
           "4 unknown-field periodics[0].b\t refused\n"
           "error unmarshaling JSON: while decoding JSON: json: unknown field \"b\\t\"\n");
    expect(&(struct input){ JOBS, { "v20190122-f1358bc" }, true, "decorate_all_jobs: true\n" },
           "1 field-too-new decorate_all_jobs 6fe94dee74fc refused\n"
           "error unmarshaling JSON: while decoding JSON: json: unknown field \"decorate_all_jobs\"\n");
}

static void one_place_is_reported_once(void **state)
{
    (void)state;
    expect(&(struct input){ JOBS, .yaml = "periodics:\n- &j {nmae: a}\n- *j\n- *j\n- <<: *j\n" },
           "2 unknown-field periodics[0].nmae (name?)\n");
}

static void every_wrong_type_is_reported(void **state)
{
    (void)state;
    expect(&(struct input){ JOBS,
                            .yaml = "periodics:\n- name: 5\n  tags: x\n  max_concurrency: 1.5\n  hidden: \"yes\"\n" },
           "2 wrong-type periodics[0].name: json: cannot unmarshal number into Go struct field "
           "Periodic.periodics.JobBase.name of type string refused\n"
           "3 wrong-type periodics[0].tags: json: cannot unmarshal string into Go struct field "
           "Periodic.periodics.tags of type []string refused\n"
           "4 wrong-type periodics[0].max_concurrency: json: cannot unmarshal number 1.5 into Go struct field "
           "Periodic.periodics.JobBase.max_concurrency of type int refused\n"
           "5 wrong-type periodics[0].hidden: json: cannot unmarshal string into Go struct field "
           "Periodic.periodics.JobBase.hidden of type bool refused\n"
           "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field "
           "Periodic.periodics.JobBase.hidden of type bool\n");
}

static void the_error_of_a_decoder_comes_first(void **state)
{
    (void)state;
    expect(&(struct input){ CONFIG, .yaml = "deck: 5\nsinker: {max_pod_age: 1 day}\n" },
           "1 wrong-type deck: json: cannot unmarshal number into Go struct field Config.ProwConfig.deck of "
           "type "
           "config.Deck refused\n"
           "2 bad-value sinker.max_pod_age: time: unknown unit \" day\" in duration \"1 day\" refused\n"
           "error unmarshaling JSON: while decoding JSON: time: unknown unit \" day\" in duration \"1 day\"\n");
    expect(&(struct input){ CONFIG, .yaml = "log_level: .nan\nsinker: 1\n" },
           "1 bad-value log_level: json: unsupported value: NaN refused\n"
           "2 wrong-type sinker: json: cannot unmarshal number into Go struct field Config.ProwConfig.sinker "
           "of type "
           "config.Sinker refused\n"
           "error converting YAML to JSON: json: unsupported value: NaN\n");
    expect(&(struct input){ JOBS, .yaml = "periodics: [{interval: .nan, cron: .inf}]\n" }, "");
}

static void types_that_decode_themselves(void **state)
{
    (void)state;
    expect(&(struct input){ CONFIG, .yaml = "tide:\n  merge_method:\n    a: squash\n    b: {c: {main: rebase}}\n"
                                            "    d: {e: {main: 5}}\n" },
           "5 wrong-type tide.merge_method.d.e.main: json: cannot unmarshal number into Go struct field "
           "Tide.ProwConfig.tide.TideGitHubConfig.merge_method of type types.PullRequestMergeType refused\n"
           "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go struct field "
           "Tide.ProwConfig.tide.TideGitHubConfig.merge_method of type types.PullRequestMergeType\n");
    expect(&(struct input){ PLUGINS, .yaml = "plugins:\n  a: [b, 5]\n  c: ~\nconfig_updater: {mapz: {}}\n" },
           "4 unknown-field config_updater.mapz (maps?)\n");
    expect(&(struct input){ PLUGINS, .strict = true, .yaml = "plugins:\n  a: {plugins: [b], plugin: 1}\n  c: [d]\n" },
           "2 unknown-field plugins.a.plugin (plugins?)\n"
           "3 wrong-type plugins.c: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
           "array into "
           "Go value of type plugins.OrgPlugins refused\n"
           "error unmarshaling JSON: while decoding JSON: error unmarshaling JSON: while decoding JSON: "
           "json: cannot "
           "unmarshal array into Go value of type plugins.OrgPlugins\n");
}

static void letter_case_is_folded(void **state)
{
    (void)state;
    expect(&(struct input){ JOBS, .yaml = "Periodics:\n- NAME: a\n  name: b\n  ta\xc5\xbfs: []\n  tag\xc5\xbf: []\n" },
           "1 wrong-case Periodics (periodics?)\n"
           "2 wrong-case Periodics[0].NAME (name?)\n"
           "4 unknown-field Periodics[0].ta\xc5\xbfs\n"
           "5 wrong-case Periodics[0].tag\xc5\xbf (tags?)\n");
}

static void lost_text_is_reported(void **state)
{
    (void)state;
    expect(&(struct input){ JOBS, .yaml = "periodics:\n- name: a\n  name: b\n  labels: {x: 1, x: \"2\"}\n---\nmore\n" },
           "4 duplicate-key periodics[0].labels.x (line 4)\n"
           "3 duplicate-key periodics[0].name (line 2)\n"
           "5 second-document \n");
    expect(&(struct input){ JOBS, .yaml = "periodics: [{a: 1, a: 1}]\nperiodics: []\n" },
           "2 duplicate-key periodics (line 1)\n");
}

static void versions_decide(void **state)
{
    const char *const yaml =
        "presubmits:\n  o/r:\n  - name: a\n    skip_if_only_changed: x\n    run_after_success: []\n"
        "    report: true\n";
    (void)state;
    expect(&(struct input){ JOBS, .yaml = yaml },
           "5 field-removed presubmits.o/r[0].run_after_success 875898d4d4b3\n"
           "6 unknown-field presubmits.o/r[0].report (at presubmits.o/r[0].reporter_config.slack.report?)\n");
    expect(&(struct input){ JOBS, { "v20190122-f1358bc" }, .yaml = yaml },
           "4 field-too-new presubmits.o/r[0].skip_if_only_changed 324d82f1bb72\n"
           "6 unknown-field presubmits.o/r[0].report\n");
}

static void forms_of_a_field(void **state)
{
    const char *const yaml = "presubmits:\n  o/r:\n  - decoration_config: {timeout: 2h}\n";
    (void)state;
    expect(&(struct input){ JOBS, .yaml = yaml }, "");
    expect(&(struct input){ JOBS, { "v20190122-f1358bc", "v20240601-abcdef0" }, .yaml = yaml },
           "3 value-too-new presubmits.o/r[0].decoration_config.timeout: json: cannot unmarshal string into "
           "Go struct "
           "field DecorationConfig.presubmits.JobBase.UtilityConfig.decoration_config.timeout of type "
           "time.Duration "
           "refused\n");
    expect(&(struct input){ JOBS, { "v20190122-f1358bc" }, .yaml = yaml },
           "3 wrong-type presubmits.o/r[0].decoration_config.timeout: json: cannot unmarshal string into Go "
           "struct "
           "field DecorationConfig.presubmits.JobBase.UtilityConfig.decoration_config.timeout of type "
           "time.Duration "
           "refused\n"
           "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct "
           "field DecorationConfig.presubmits.JobBase.UtilityConfig.decoration_config.timeout of type "
           "time.Duration\n");
}

static void what_the_newest_refuses_too_is_not_new(void **state)
{
    (void)state;
    expect(&(struct input){ CONFIG,
                            { "v20180601-abcdef0", "v20240601-abcdef0" },
                            .yaml = "tide:\n  queries:\n  - is:pr\n" },
           "3 wrong-type tide.queries[0]: json: cannot unmarshal string into Go struct field "
           "Tide.ProwConfig.tide.TideGitHubConfig.queries of type config.TideQuery of 2 refused\n"
           "3 wrong-type tide.queries[0]: json: cannot unmarshal string into Go struct field "
           "Tide.tide.queries of type config.TideQuery refused\n"
           "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field "
           "Tide.ProwConfig.tide.TideGitHubConfig.queries of type config.TideQuery\n");
}

static void values_of_enumerations(void **state)
{
    const char *const yaml =
        "plank:\n  default_decoration_configs:\n    '*': {gcs_configuration: {path_strategy: singel}}\n"
        "slack_reporter_configs:\n  '*': {job_states_to_report: [scheduling, failure]}\n";
    (void)state;
    expect(&(struct input){ CONFIG, .yaml = yaml },
           "3 unknown-value plank.default_decoration_configs.*.gcs_configuration.path_strategy (single?)\n");
    expect(&(struct input){ CONFIG, { "v20220601-abcdef0", "v20240601-abcdef0" }, .yaml = yaml },
           "3 unknown-value plank.default_decoration_configs.*.gcs_configuration.path_strategy (single?) of 3\n"
           "5 value-too-new slack_reporter_configs.*.job_states_to_report[0] 8cce6e4d7fd2\n");
    expect(&(struct input){ JOBS, .yaml = "periodics:\n- agent: knative-build\n- agent: my-own\n" },
           "2 value-removed periodics[0].agent c696b7381949\n");
}

static void depth_is_limited(void **state)
{
    struct buf yaml = { 0 };

    (void)state;
    buf_put(&yaml, STR("periodics: [{pipeline_run_spec: {pipelineSpec: "));
    for (int i = 0; i < 1200; i++)
        buf_put(&yaml, STR("{tasks: [{pipelineSpec: "));
    for (int i = 0; i < 1200; i++)
        buf_put(&yaml, STR("}]}"));
    buf_put(&yaml, STR("}}]"));
    expect_refused(yaml.p, "error unmarshaling JSON: while decoding JSON: exceeded max depth");
    buf_free(&yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_documents_are_silent),
        cmocka_unit_test(unknown_fields_come_with_a_guess),
        cmocka_unit_test(anchors_may_live_at_the_top),
        cmocka_unit_test(strict_refuses_the_first_unknown_field),
        cmocka_unit_test(one_place_is_reported_once),
        cmocka_unit_test(every_wrong_type_is_reported),
        cmocka_unit_test(the_error_of_a_decoder_comes_first),
        cmocka_unit_test(types_that_decode_themselves),
        cmocka_unit_test(letter_case_is_folded),
        cmocka_unit_test(lost_text_is_reported),
        cmocka_unit_test(versions_decide),
        cmocka_unit_test(forms_of_a_field),
        cmocka_unit_test(what_the_newest_refuses_too_is_not_new),
        cmocka_unit_test(values_of_enumerations),
        cmocka_unit_test(depth_is_limited),
    };

    return cmocka_run_group_tests_name("decode report", tests, NULL, NULL);
}

/* Jobs in effect where versions differ, and where the recorded trees say nothing: what each version of Prow makes of
 * the same text. */
#include "prow/jobs/effective_tree.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct effective effective;
    struct str text; /* JSON of all jobs, one a line; "! " and the words where one is refused */
};

static void add_job(void *context, const struct effective_place *p)
{
    struct fixture *f = context;
    struct effective_job job;
    struct buf json = { 0 };

    if (effective_tree_read(&f->effective, &f->arena, p, &job))
        effective_json(&f->effective, &job, &f->arena, &json);
    else
        buf_printf(&json, "! %.*s", STR_ARG(job.error));
    f->text = ARENA_JOIN(&f->arena, f->text, buf_str(&json), STR("\n"));
    buf_free(&json);
}

static struct str made(struct fixture *f, const char *version, const char *config, const char *jobs)
{
    struct prow_paths paths = { .config = STR("config.yaml"), .jobs = STR("jobs") };
    struct effective_wish all = { 0 };
    struct effective_tree tree;
    struct fs_memory files;
    struct version v;
    struct str error;

    arena_free(&f->arena);
    *f = (struct fixture){ .text = STR("") };
    fs_memory_init(&files, &f->arena);
    fs_memory_put(&files, STR("config.yaml"), str_c(config));
    fs_memory_put(&files, STR("jobs/a.yaml"), str_c(jobs));
    assert_true(version_parse(str_c(version), &v, &f->arena, &error));
    effective_tree_open(&tree, &files.fs, &paths, &(struct window){ &v, 1 }, &all);
    effective_tree_init(&tree, &f->effective, &v);
    effective_tree_each(&tree, add_job, f);
    effective_tree_free(&tree);
    return f->text;
}

#define HAS(text, part) assert_true(str_has(text, STR(part)))
#define LACKS(text, part) assert_false(str_has(text, STR(part)))

static const char job[] = "presubmits: {org/repo: [{name: a, decorate: true, spec: {containers: [{}]}}]}\n";

static void test_map_of_defaults(void **state)
{
    static const char config[] =
        "plank: {default_decoration_configs: {'*': {timeout: 1h, gcs_credentials_secret: all},\n"
        "  org: {gcs_credentials_secret: org, s3_credentials_secret: org}, org/repo: {timeout: 2h}}}\n";
    struct fixture f = { 0 };
    struct str text;

    (void)state;
    text = made(&f, "v20210201-cc9840eb1", config, job); /* the repo's entry alone, on that for "*" */
    HAS(text, "\"decoration_config\":{\"gcs_credentials_secret\":\"all\",\"timeout\":\"2h0m0s\"}");
    text = made(&f, "v20230601-43eb1068e", config, job); /* all that apply */
    HAS(text, "\"gcs_credentials_secret\":\"org\",\"s3_credentials_secret\":\"org\",\"timeout\":\"2h0m0s\"");
    arena_free(&f.arena);
}

static void test_single_default(void **state)
{
    static const char config[] = "plank: {default_decoration_config: {timeout: 7200000000000, grace_period: 1}}\n";
    static const char jobs[] =
        "periodics: [{name: p, decorate: true, decoration_config: {timeout: 0, grace_period: 5},\n"
        "  run_after_success: [{name: q, spec: {containers: [{}]}}]}]\n";
    struct fixture f = { 0 };
    struct str text;

    (void)state;
    text = made(&f, "v20190122-e707848", config, jobs); /* no pointers yet: zero is unset */
    HAS(text, "\"timeout\":7200000000000");
    HAS(text, "\"run_after_success\":[{\"agent\":\"kubernetes\"");
    text = made(&f, "v20230601-43eb1068e", config, jobs); /* gone */
    LACKS(text, "2h0m0s");
    LACKS(text, "run_after_success");
    arena_free(&f.arena);
}

static void test_gerrit_names(void **state)
{
    static const char config[] = "prowjob_default_entries: [{repo: foo.example.com, config: {tenant_id: foo}}]\n";
    static const char jobs[] =
        "postsubmits: {'https://foo-review.example.com/r': [{name: a, spec: {containers: [{}]}}]}\n";
    struct fixture f = { 0 };

    (void)state;
    HAS(made(&f, "latest", config, jobs), "\"tenant_id\":\"foo\"");
    HAS(made(&f, "v20230601-43eb1068e", config, jobs), "\"tenant_id\":\"GlobalDefaultID\"");
    LACKS(made(&f, "v20210201-cc9840eb1", config, jobs), "tenant_id");
    arena_free(&f.arena);
}

static void test_decorate_is_filled_in(void **state)
{
    static const char jobs[] = "periodics: [{name: p, spec: {containers: [{}]}}]\n";
    static const char all[] = "decorate_all_jobs: true\nplank: {default_decoration_configs: {'*': {timeout: 1h}}}\n";
    struct fixture f = { 0 };
    struct str text;

    (void)state;
    HAS(made(&f, "latest", "", jobs), "\"decorate\":false");
    HAS(made(&f, "latest", "decorate_all_jobs: true\n", jobs), "\"decorate\":true");
    text = made(&f, "v20210201-cc9840eb1", all, jobs);
    LACKS(text, "\"decorate\":");
    HAS(text, "\"timeout\":\"1h0m0s\"");
    arena_free(&f.arena);
}

/* At the top an empty list is unset, inside of a group it is set; media types of the default win. */
static void test_what_counts_as_set(void **state)
{
    static const char config[] =
        "plank: {default_decoration_config_entries: [{config: {ssh_key_secrets: [a], gcs_configuration:\n"
        "  {compress_file_types: [txt], mediaTypes: {log: text/plain}}, oauth_token_secret: {name: n, key: k}}}]}\n";
    static const char jobs[] =
        "periodics: [{name: p, decorate: true, decoration_config: {ssh_key_secrets: [], gcs_configuration:\n"
        "  {compress_file_types: [], mediaTypes: {log: text/x, a: b}}, oauth_token_secret: {name: own}}}]\n";
    struct fixture f = { 0 };
    struct str text = made(&f, "latest", config, jobs);

    (void)state;
    HAS(text, "\"ssh_key_secrets\":[\"a\"]");
    HAS(text, "\"gcs_configuration\":{\"mediaTypes\":{\"a\":\"b\",\"log\":\"text/plain\"}}");
    HAS(text, "\"oauth_token_secret\":{\"name\":\"own\"}");
    arena_free(&f.arena);
}

static void test_presets(void **state)
{
    static const char config[] =
        "presets: [{labels: {p: \"true\"}, env: [{name: A}], tolerations: [{key: k}]}, {env: [{name: B, value: b}]}]\n";
    static const char jobs[] = "periodics: [{name: p, labels: {p: \"true\"},\n"
                               "  spec: {containers: [{}, {env: [{name: C}]}], initContainers: [{}]}}]\n";
    static const char twice[] =
        "periodics: [{name: p, labels: {p: \"true\"}, spec: {containers: [{env: [{name: A}]}]}}]\n";
    struct fixture f = { 0 };
    struct str text = made(&f, "latest", config, jobs);

    (void)state;
    HAS(text, "\"env\":[{\"name\":\"A\"},{\"name\":\"B\",\"value\":\"b\"}]");
    HAS(text, "\"env\":[{\"name\":\"C\"},{\"name\":\"A\"},{\"name\":\"B\",\"value\":\"b\"}]");
    HAS(text, "\"initContainers\":[{\"name\":\"\",\"resources\":{}}]");
    HAS(text, "\"tolerations\":[{\"key\":\"k\"}]");
    LACKS(made(&f, "v20230601-43eb1068e", config, jobs), "tolerations");
    HAS(made(&f, "latest", config, twice),
        "! job p failed to merge presets for podspec: env var duplicated in pod spec: A");
    arena_free(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_map_of_defaults),    cmocka_unit_test(test_single_default),
        cmocka_unit_test(test_gerrit_names),       cmocka_unit_test(test_decorate_is_filled_in),
        cmocka_unit_test(test_what_counts_as_set), cmocka_unit_test(test_presets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

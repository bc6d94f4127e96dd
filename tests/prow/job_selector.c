/* Which jobs the parameters of a rule select: through policy-label, which reports each job that it looks at. */
#include "prow/jobs/job_selector.h"

#include "command/project_file.h"
#include "prow/files/tree.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char jobs_a[] = "presubmits:\n"
                             "  org/repo:\n"
                             "  - {name: unit, labels: {team: red, n: \"1\"}, annotations: {boards: a-blocking}}\n"
                             "  - {name: unit-e2e, cluster: build-1, labels: {team: blue}}\n"
                             "  org/other: [{name: lint}]\n";
static const char jobs_b[] = "postsubmits:\n"
                             "  https://gerrit.example.com/repo: [{name: push, cluster: trusted}]\n"
                             "periodics:\n"
                             "- {name: nightly, interval: 1h, extra_refs: [{org: org, repo: repo, base_ref: main}]}\n"
                             "- {name: weekly, interval: 168h}\n";

static struct str found(struct arena *a, struct findings *f, const char *rule)
{
    struct str s = STR("");

    findings_sort(f);
    for (size_t i = 0; i < f->count; i++)
        if (str_eq(str_c(f->items[i]->rule->id), str_c(rule))) {
            struct str message = f->items[i]->message, job;
            str_cut(str_from(message, str_find(message, STR("job ")) + 4), ' ', &job, &message);
            s = ARENA_JOIN(a, s, s.len ? STR(" ") : STR(""), job);
        }
    return s;
}

/* selector is what stands beside required: in prowgate.yaml. */
static void selects(const char *selector, const char *want)
{
    struct prow_paths paths = { .jobs = STR("jobs") };
    struct findings findings = { 0 };
    struct project project = { 0 };
    struct rule_settings settings;
    struct version version;
    struct window w = { &version, 1 };
    struct arena a = { 0 };
    struct prow_tree tree;
    struct fs_memory m;
    struct str error, got;

    fs_memory_init(&m, &a);
    fs_memory_put(&m, STR("jobs/a/a.yaml"), STR(jobs_a));
    fs_memory_put(&m, STR("jobs/b.yaml"), STR(jobs_b));
    assert_true(version_parse(STR("latest"), &version, &a, &error));
    assert_true(project_file_read(&project, &a, "prowgate.yaml",
                                  arena_printf(&a, "rules: {policy-label: {required: x%s}}", selector)));
    assert_true(project_rule_settings(&project, &settings, &a, &w, NULL));
    prow_tree_load(&tree, &m.fs, &paths, &settings, 1, &findings);
    got = found(&a, &findings, "policy-label");
    if (!str_eq(got, str_c(want)))
        fail_msg("%s\ngot  \"%.*s\"\nwant \"%s\"", selector, STR_ARG(got), want);
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&a);
}

static void everything_without_a_selector(void **state)
{
    (void)state;
    selects("", "unit unit-e2e lint push nightly weekly");
    selects(", jobs: {}", "unit unit-e2e lint push nightly weekly");
}

static void each_part_narrows(void **state)
{
    (void)state;
    selects(", jobs: {type: periodic}", "nightly weekly");
    selects(", jobs: {type: [presubmit, postsubmit]}", "unit unit-e2e lint push");
    selects(", jobs: {repos: org/repo}", "unit unit-e2e nightly");
    selects(", jobs: {repos: [org/*, \"https://**\"]}", "unit unit-e2e lint push nightly");
    selects(", jobs: {files: jobs/*.yaml}", "push nightly weekly");
    selects(", jobs: {names: [e2e, ^w]}", "unit-e2e weekly");
    selects(", jobs: {clusters: default}", "unit lint nightly weekly");
    selects(", jobs: {clusters: [build-*, trusted]}", "unit-e2e push");
    selects(", jobs: {labels: {team: ^(red|blue)$}}", "unit unit-e2e");
    selects(", jobs: {labels: {team: red, n: ^1$}}", "unit");
    selects(", jobs: {labels: {missing: \"\"}}", "");
    selects(", jobs: {annotations: {boards: blocking}}", "unit");
    selects(", jobs: {fields: {Cluster: ., labels.team: ^blue$}}", "unit-e2e");
    selects(", jobs: {fields: {interval: ^1h$}}", "nightly");
    selects(", jobs: {fields: {labels.team: ^$, extra_refs: ^$, interval: ^$}}", "lint push");
    selects(", except: [^unit, ly$]", "lint push");
}

static void all_parts_must_hold(void **state)
{
    (void)state;
    selects(", jobs: {type: presubmit, repos: org/repo, clusters: build-1}, except: e2e", "");
    selects(", jobs: {type: presubmit, repos: org/repo}, except: e2e", "unit");
    selects(", jobs: {type: periodic, clusters: trusted}", "");
}

static void globs_take_out(void **state)
{
    (void)state;
    selects(", jobs: {repos: [\"org/*\", \"!org/other\"]}", "unit unit-e2e nightly");
    selects(", jobs: {repos: \"!org/*\"}", "push weekly");
    selects(", jobs: {files: [\"!jobs/a/**\"]}", "push nightly weekly");
    selects(", jobs: {clusters: [\"!trusted\", \"!build-*\"]}", "unit lint nightly weekly");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_without_a_selector),
        cmocka_unit_test(each_part_narrows),
        cmocka_unit_test(all_parts_must_hold),
        cmocka_unit_test(globs_take_out),

    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Versions judged from data alone: what is written, who runs, and what stands at which line. Each date has both of its
 * sides. */
#include "prow/files/tree.h"
#include "schema/version.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *versions; /* "v20250203-0000000", or "hook:v1,deck:v2" */
    const char *found;    /* "RULE LINE" or, where it holds for some of the versions only, "RULE LINE v1"; one a line */
};

static void read_window(struct window *w, struct arena *a, struct str list)
{
    struct version *versions = ARENA_ARRAY(a, struct version, list.len);
    struct str one, component, error;

    *w = (struct window){ versions, 0 };
    while (list.len) {
        str_cut(list, ',', &one, &list);
        if (!str_cut(one, ':', &component, &one)) {
            one = component;
            component = STR("");
        }
        assert_true(version_parse(one, &versions[w->count], a, &error));
        versions[w->count++].component = component;
    }
}

/* What versions decide. */
static const char *const rules_of_versions[] = {
    "unknown-field", "field-too-new", "field-removed",          "unknown-value", "value-too-new",
    "value-removed", "wrong-type",    "preset-duplicate-label", "yaml-syntax",
};

static bool is_of_versions(const struct rule *r)
{
    for (size_t i = 0; i < sizeof rules_of_versions / sizeof *rules_of_versions; i++)
        if (strcmp(r->id, rules_of_versions[i]) == 0)
            return true;
    return false;
}

static void write_found(struct buf *out, const struct findings *findings, bool with_versions)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = findings->items[i];
        if (!is_of_versions(f->rule))
            continue;
        buf_printf(out, "%s%s %u", out->len ? "\n" : "", f->rule->id, f->at.span.line);
        for (size_t v = 0; v < f->version_count && with_versions; v++)
            buf_printf(out, " %.*s", STR_ARG(f->versions[v]));
    }
}

static void check(const char *path, const char *text, const struct row *row)
{
    struct arena arena = { 0 };
    struct fs_memory files;
    struct prow_paths paths = { 0 };
    struct rule_settings settings;
    struct findings findings = { 0 };
    struct prow_tree tree;
    struct window window;
    struct buf found = { 0 };

    fs_memory_init(&files, &arena);
    fs_memory_put(&files, str_c(path), str_c(text));
    if (strcmp(path, "config.yaml") == 0)
        paths.config = str_c(path);
    else
        paths.jobs = STR("jobs");
    read_window(&window, &arena, str_c(row->versions));
    rule_settings_init(&settings, &arena, &window);
    prow_tree_load(&tree, &files.fs, &paths, &settings, 1, &findings);
    findings_sort(&findings);
    write_found(&found, &findings, window.count > 1);
    if (!str_eq(buf_str(&found), str_c(row->found)))
        fail_msg("%s\njudged by %s: found\n%.*s\nwant\n%s", text, row->versions, STR_ARG(buf_str(&found)), row->found);
    buf_free(&found);
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&arena);
}

#define EACH(path, text, ...)                                                                                          \
    do {                                                                                                               \
        const struct row rows[] = { __VA_ARGS__ };                                                                     \
        (void)state;                                                                                                   \
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)                                                        \
            check(path, text, &rows[i]);                                                                               \
    } while (0)

static void retry_since_2025_02_04(void **state)
{
    EACH("jobs/a.yaml",
         "periodics:\n"
         "- name: a\n"
         "  interval: 24h\n"
         "  retry: {attempts: 2, interval: 1h}\n"
         "  spec: {containers: [{image: alpine}]}\n",
         { "v20250203-0000000", "field-too-new 4" }, /* no commit of that day: known by the day alone */
         { "v20250205-0000000", "" }, { "v20250205-e871edfd1", "" }, { "v20250204-f982ac372", "" },
         { "v20250204-0000000", "field-too-new 4" }, /* may be from before the commit of that day */
         { "v20250202-8cd7d683f", "field-too-new 4" });
}

static void preset_tolerations_since_2025_06_06(void **state)
{
    EACH("jobs/a.yaml",
         "presets:\n"
         "- labels: {preset-a: \"true\"}\n"
         "  tolerations: [{key: k, operator: Exists}]\n",
         { "v20250605-0000000", "field-too-new 3" }, { "v20250606-0000000", "field-too-new 3" },
         { "v20250607-0000000", "" });
}

static void nested_merge_method_since_2023_03_08(void **state)
{
    EACH("config.yaml",
         "tide:\n"
         "  merge_method:\n"
         "    org: {repo: {main: squash}}\n"
         "    org/other: rebase\n",
         { "v20230307-0000000", "value-too-new 3" }, { "v20230308-ccd29a941", "value-too-new 3" }, /* an hour earlier */
         { "v20230308-0000000", "value-too-new 3" }, { "v20230308-7e0da97a3", "" }, { "v20230309-0000000", "" });
}

static void skip_if_only_changed_since_2021_06_16(void **state)
{
    EACH("jobs/a.yaml",
         "presubmits:\n"
         "  org/repo:\n"
         "  - name: a\n"
         "    skip_if_only_changed: ^docs/\n"
         "    spec: {containers: [{image: alpine}]}\n",
         { "v20210615-358698c91", "field-too-new 4" }, { "v20210616-0000000", "field-too-new 4" },
         { "v20210616-324d82f1b", "" }, { "v20210617-0000000", "" });
}

static void minimum_interval_was_misspelt_in_august_2022(void **state)
{
    EACH("jobs/a.yaml",
         "periodics:\n"
         "- name: a\n"
         "  minimum_interval: 24h\n"
         "  spec: {containers: [{image: alpine}]}\n",
         { "v20220805-d4b03201a", "field-too-new 3" }, { "v20220829-0000000", "field-too-new 3" },
         { "v20220830-98e6a8d3a", "field-too-new 3" }, { "v20220830-0e2e39cae", "" }, { "v20220831-0000000", "" });
    EACH("jobs/a.yaml",
         "periodics:\n"
         "- name: a\n"
         "  minimun_interval: 24h\n"
         "  spec: {containers: [{image: alpine}]}\n",
         { "v20220805-b020793770", "field-too-new 3" }, { "v20220805-d4b03201a", "" }, { "v20220829-0000000", "" },
         { "v20220830-0e2e39cae", "field-removed 3" }, { "v20220831-0000000", "field-removed 3" });
}

/* By the k8s.io/api that Prow had pinned, not by the day of the Kubernetes release. */
static void pod_fields_come_with_the_pin(void **state)
{
    EACH("jobs/a.yaml",
         "periodics:\n"
         "- name: a\n"
         "  interval: 24h\n"
         "  spec:\n"
         "    enableServiceLinks: false\n"
         "    topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]\n"
         "    setHostnameAsFQDN: true\n"
         "    hostUsers: false\n"
         "    schedulingGates: [{name: g}]\n"
         "    containers:\n"
         "    - image: alpine\n"
         "      startupProbe: {httpGet: {port: 80}}\n"
         "      resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]\n"
         "      volumeMounts: [{name: v, mountPath: /v, recursiveReadOnly: Enabled}]\n"
         "    volumes: [{name: v, image: {reference: a}}]\n",
         { "v20251126-0000000", "" }, { "v20251124-0000000", "field-too-new 15" },
         { "v20241009-0000000", "field-too-new 15" }, { "v20241007-0000000", "field-too-new 14\nfield-too-new 15" },
         { "v20240510-0000000", "field-too-new 14\nfield-too-new 15" },
         { "v20240508-0000000", "field-too-new 9\nfield-too-new 13\nfield-too-new 14\nfield-too-new 15" });
    EACH("jobs/a.yaml",
         "periodics:\n"
         "- name: a\n"
         "  interval: 24h\n"
         "  spec:\n"
         "    enableServiceLinks: false\n"
         "    topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]\n"
         "    setHostnameAsFQDN: true\n"
         "    hostUsers: false\n"
         "    containers:\n"
         "    - image: alpine\n"
         "      startupProbe: {httpGet: {port: 80}}\n",
         { "v20230714-0000000", "" }, { "v20230712-0000000", "field-too-new 8" },
         { "v20201111-0000000", "field-too-new 8" }, { "v20201109-0000000", "field-too-new 7\nfield-too-new 8" },
         { "v20200310-0000000", "field-too-new 7\nfield-too-new 8" },
         { "v20200308-0000000", "field-too-new 6\nfield-too-new 7\nfield-too-new 8\nfield-too-new 11" },
         { "v20190717-0000000", "field-too-new 6\nfield-too-new 7\nfield-too-new 8\nfield-too-new 11" },
         { "v20190715-0000000",
           "field-too-new 5\nfield-too-new 6\nfield-too-new 7\nfield-too-new 8\nfield-too-new 11" });
}

static void preset_labels_by_pair_since_2019_01_22(void **state)
{
    EACH("jobs/a.yaml",
         "presets:\n"
         "- labels: {preset-a: \"true\"}\n"
         "- labels: {preset-a: \"other\"}\n",
         { "v20190121-0000000", "preset-duplicate-label 3" }, { "v20190122-02c7bb5a5", "preset-duplicate-label 3" },
         { "v20190122-aa8d6d1c0", "preset-duplicate-label 3" },        /* the last commit before it, of the same day */
         { "v20190122-f1358bc77", "" }, { "v20190122-6eca4133a", "" }, /* the next one, of the same day */
         { "v20190122-0000000", "preset-duplicate-label 3" }, { "v20190123-0000000", "" });
}

/* Without the field Kubernetes acts just so: nothing is lost. */
static void what_changes_nothing_is_not_too_new(void **state)
{
    EACH("jobs/a.yaml",
         "periodics:\n"
         "- name: a\n"
         "  interval: 24h\n"
         "  spec:\n"
         "    enableServiceLinks: true\n"
         "    setHostnameAsFQDN: false\n"
         "    hostUsers: true\n"
         "    containers: [{image: alpine}]\n",
         { "v20190122-f1358bc77", "" }, { "v20251126-0000000", "" });
}

static void each_version_of_a_window_counts(void **state)
{
    EACH("jobs/a.yaml",
         "periodics:\n"
         "- name: a\n"
         "  interval: 24h\n"
         "  retry: {attempts: 2, interval: 1h}\n"
         "  spec: {containers: [{image: alpine}]}\n",
         { "hook:v20250203-0000000,horologium:v20250205-0000000", "field-too-new 4 v20250203-0000000" },
         { "hook:v20250205-0000000,horologium:v20250203-0000000", "field-too-new 4 v20250203-0000000" },
         { "hook:v20250201-0000000,deck:v20250203-0000000", "field-too-new 4" },
         { "hook:v20250205-0000000,deck:v20250607-0000000", "" });
    EACH("config.yaml",
         "tide:\n"
         "  merge_method:\n"
         "    org: {repo: {main: squash}}\n",
         { "tide:v20230307-0000000,hook:v20230310-0000000", "value-too-new 3 v20230307-0000000" });
    /* Both spellings: each side of the window misses one of them. */
    EACH("jobs/a.yaml",
         "periodics:\n"
         "- name: a\n"
         "  minimum_interval: 24h\n"
         "  minimun_interval: 24h\n"
         "  spec: {containers: [{image: alpine}]}\n",
         { "v20220829-0000000,v20220831-0000000",
           "field-too-new 3 v20220829-0000000\nfield-removed 4 v20220831-0000000" });
    EACH("jobs/a.yaml",
         "presets:\n"
         "- labels: {preset-a: \"true\"}\n"
         "- labels: {preset-a: \"other\"}\n",
         { "hook:v20190122-aa8d6d1c0,deck:v20190122-f1358bc77", "preset-duplicate-label 3 v20190122-aa8d6d1c0" });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(retry_since_2025_02_04),
        cmocka_unit_test(preset_tolerations_since_2025_06_06),
        cmocka_unit_test(nested_merge_method_since_2023_03_08),
        cmocka_unit_test(skip_if_only_changed_since_2021_06_16),
        cmocka_unit_test(minimum_interval_was_misspelt_in_august_2022),
        cmocka_unit_test(pod_fields_come_with_the_pin),
        cmocka_unit_test(preset_labels_by_pair_since_2019_01_22),
        cmocka_unit_test(what_changes_nothing_is_not_too_new),
        cmocka_unit_test(each_version_of_a_window_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

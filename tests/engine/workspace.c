/* What a workspace tells of an edit: findings, the files whose findings changed; and that what it keeps does not grow. */
#include "engine/workspace.h"

#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char good[] = "postsubmits:\n"
                           "  o/r:\n"
                           "  - name: one\n"
                           "    agent: kubernetes\n"
                           "    spec: {containers: [{image: \"i:v1\", command: [c]}]}\n";
/* always_run beside run_if_changed is refused. */
static const char bad[] = "presubmits:\n"
                          "  o/r:\n"
                          "  - name: two\n"
                          "    agent: kubernetes\n"
                          "    always_run: true\n"
                          "    run_if_changed: a\n"
                          "    spec: {containers: [{image: \"i:v1\", command: [c]}]}\n";

struct opened {
    struct arena arena;
    struct fs_memory below;
    struct version version;
    struct window window;
    struct rule_settings settings;
    struct workspace w;
};

static void open_tree(struct opened *o)
{
    struct prow_paths paths = { .config = STR("c.yaml"), .jobs = STR("jobs") };

    *o = (struct opened){ .version = version_newest() };
    o->window = (struct window){ &o->version, 1 };
    fs_memory_init(&o->below, &o->arena);
    fs_memory_put(&o->below, STR("c.yaml"), STR("prowjob_namespace: default\n"));
    fs_memory_put(&o->below, STR("jobs/a.yaml"), str_c(good));
    fs_memory_put(&o->below, STR("jobs/b.yaml"), str_c(bad));
    rule_settings_init(&o->settings, &o->arena, &o->window);
    workspace_open(&o->w, &o->below.fs, &paths, &o->settings, 2);
}

static void close_tree(struct opened *o)
{
    workspace_close(&o->w);
    arena_free(&o->arena);
}

/* "a b": the files whose findings changed. */
static void expect_changed(struct opened *o, const char *want)
{
    struct arena a = { 0 };

    workspace_judge(&o->w);
    assert_string_equal(arena_list(&a, STR(" "), o->w.changed, o->w.changed_count).p, want);
    arena_free(&a);
}

static size_t errors(const struct opened *o, const char *file)
{
    struct file_findings f = workspace_findings(&o->w, str_c(file));
    size_t n = 0;

    for (size_t i = 0; i < f.count; i++) {
        assert_true(str_eq(f.items[i]->at.file, str_c(file)));
        n += f.items[i]->severity == SEVERITY_ERROR;
    }
    return n;
}

static void an_edit_changes_what_it_is_about(void **state)
{
    struct opened o;

    (void)state;
    open_tree(&o);
    workspace_judge(&o.w);
    assert_int_equal(errors(&o, "jobs/a.yaml"), 0);
    assert_int_equal(errors(&o, "jobs/b.yaml"), 1);
    expect_changed(&o, "");
    workspace_put(&o.w, STR("jobs/a.yaml"), str_c(bad));
    workspace_put(&o.w, STR("jobs/b.yaml"), str_c(good));
    workspace_judge(&o.w);
    assert_int_equal(o.w.changed_count, 2);
    assert_int_equal(errors(&o, "jobs/a.yaml"), 1);
    assert_int_equal(errors(&o, "jobs/b.yaml"), 0);
    workspace_drop(&o.w, STR("jobs/a.yaml"));
    workspace_judge(&o.w);
    assert_int_equal(errors(&o, "jobs/a.yaml"), 0);
    close_tree(&o);
}

static void files_come_and_go(void **state)
{
    struct opened o;

    (void)state;
    open_tree(&o);
    workspace_judge(&o.w);
    assert_int_equal(o.w.tree.files, 3);
    workspace_put(&o.w, STR("jobs/deep/new/c.yaml"), str_c(bad));
    workspace_judge(&o.w);
    assert_int_equal(o.w.tree.files, 4);
    assert_true(errors(&o, "jobs/deep/new/c.yaml") >= 1);
    workspace_remove(&o.w, STR("jobs/b.yaml"));
    workspace_drop(&o.w, STR("jobs/deep/new/c.yaml"));
    workspace_judge(&o.w);
    assert_int_equal(o.w.tree.files, 2);
    assert_int_equal(errors(&o, "jobs/b.yaml"), 0);
    fs_memory_put(&o.below, STR("jobs/a.yaml"), str_c(bad));
    workspace_touch(&o.w, STR("jobs/a.yaml"));
    workspace_judge(&o.w);
    assert_int_equal(errors(&o, "jobs/a.yaml"), 1);
    close_tree(&o);
}

static void a_preset_reaches_only_who_asks_for_it(void **state)
{
    static const char preset[] = "presets:\n"
                                 "- labels: {preset-p: \"true\"}\n"
                                 "  env: [{name: E, value: v}]\n";
    static const char asking[] =
        "periodics:\n"
        "- name: three\n"
        "  interval: 1h\n"
        "  agent: kubernetes\n"
        "  labels: {preset-p: \"true\"}\n"
        "  spec: {containers: [{image: \"i:v1\", command: [c], env: [{name: E, value: x}]}]}\n";
    struct opened o;

    (void)state;
    open_tree(&o);
    workspace_put(&o.w, STR("jobs/c.yaml"), str_c(asking));
    workspace_judge(&o.w);
    assert_int_equal(errors(&o, "jobs/c.yaml"), 0);
    workspace_put(&o.w, STR("jobs/presets.yaml"), str_c(preset));
    workspace_judge(&o.w);
    assert_int_equal(errors(&o, "jobs/c.yaml"), 1);
    workspace_remove(&o.w, STR("jobs/presets.yaml"));
    workspace_judge(&o.w);
    assert_int_equal(errors(&o, "jobs/c.yaml"), 0);
    close_tree(&o);
}

/* A file that goes is gone for rules that look whether it is there, at once. */
static void a_file_that_goes_is_missed(void **state)
{
    static const char patterns[] = "presubmits:\n"
                                   "  o/r:\n"
                                   "  - name: four\n"
                                   "    run_if_changed: ^(jobs/a\\.yaml|jobs/b\\.yaml|jobs/d\\.yaml)$\n"
                                   "    spec: {containers: [{image: \"i:v1\", command: [c]}]}\n";
    struct opened o;
    size_t before;

    (void)state;
    open_tree(&o);
    workspace_put(&o.w, STR("jobs/d.yaml"), str_c(patterns));
    for (int i = 0; i < 2; i++)
        workspace_judge(&o.w);
    before = workspace_findings(&o.w, STR("jobs/d.yaml")).count;
    workspace_remove(&o.w, STR("jobs/a.yaml"));
    workspace_judge(&o.w);
    assert_int_equal(workspace_findings(&o.w, STR("jobs/d.yaml")).count, before + 1);
    workspace_drop(&o.w, STR("jobs/a.yaml"));
    workspace_judge(&o.w);
    assert_int_equal(workspace_findings(&o.w, STR("jobs/d.yaml")).count, before);
    close_tree(&o);
}

/* Things kept after many edits: those of the last few loads. */
static void what_is_kept_does_not_grow(void **state)
{
    struct opened o;
    size_t kept = 0;

    (void)state;
    open_tree(&o);
    for (size_t i = 0; i < 60; i++) {
        struct buf b = { 0 };
        buf_printf(&b, "%s# %zu\n", bad, i);
        workspace_put(&o.w, STR("jobs/a.yaml"), buf_str(&b));
        workspace_judge(&o.w);
        buf_free(&b);
        if (i == 20)
            kept = store_count(o.w.store);
    }
    assert_int_equal(store_count(o.w.store), kept);
    close_tree(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_changes_what_it_is_about),
        cmocka_unit_test(files_come_and_go),
        cmocka_unit_test(a_preset_reaches_only_who_asks_for_it),
        cmocka_unit_test(a_file_that_goes_is_missed),
        cmocka_unit_test(what_is_kept_does_not_grow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Facts at hand where pages do not reach: which of several sources counts, names that stand twice, and the list of what
 * was not evaluated. */
#include "prow/files/facts.h"

#include "prow/files/tree.h"
#include "schema/version.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct loaded {
    struct arena arena;
    struct fs_memory files;
    struct prow_paths paths;
    struct prow_tree tree;
    struct findings findings;
    struct version version;
    struct window window;
    struct rule_settings settings;
};

static void begin(struct loaded *l)
{
    *l = (struct loaded){ .version = version_newest(), .window = { &l->version, 1 } };
    fs_memory_init(&l->files, &l->arena);
    l->paths.config = STR("config.yaml");
    fs_memory_put(&l->files, l->paths.config, STR("plank: {build_cluster_status_file: status.json}\n"));
    rule_settings_init(&l->settings, &l->arena, &l->window);
}

static void load(struct loaded *l)
{
    prow_tree_load(&l->tree, &l->files.fs, &l->paths, &l->settings, 1, &l->findings);
    findings_sort(&l->findings);
}

static void end(struct loaded *l)
{
    prow_tree_free(&l->tree);
    findings_free(&l->findings);
    arena_free(&l->arena);
}

static void test_given_list_wins(void **state)
{
    struct loaded l;

    (void)state;
    begin(&l);
    fs_memory_put(&l.files, STR("status.json"), STR("not JSON"));
    fs_memory_put(&l.files, STR("mine.yaml"), STR("- build01\n- build02\n- build01\n"));
    l.paths.facts.clusters = STR("mine.yaml");
    load(&l);
    assert_true(l.tree.facts.clusters.known);
    assert_false(l.tree.facts.cluster_file_is_prows);
    assert_int_equal(fact_find(&l.tree.facts.clusters, STR("build01"))->at.span.line, 1);
    assert_null(fact_find(&l.tree.facts.clusters, STR("default")));
    assert_int_equal(l.findings.count + l.findings.not_evaluated_count, 0);
    end(&l);
}

static void test_status_file_missing(void **state)
{
    struct loaded l;

    (void)state;
    begin(&l);
    load(&l);
    assert_false(l.tree.facts.clusters.known);
    assert_int_equal(l.findings.count, 0);
    assert_int_equal(l.findings.not_evaluated_count, 1);
    assert_string_equal(l.findings.not_evaluated[0].rule->id, "validate-cluster-field");
    end(&l);
}

static void test_checkouts(void **state)
{
    struct inrepo_source other = { STR("org/other"), STR("elsewhere") }, own = { STR("org/repo"), STR("here") };
    struct loaded l;
    struct str path;

    (void)state;
    begin(&l);
    fs_memory_put(&l.files, STR("elsewhere/OWNERS"), STR(""));
    fs_memory_put(&l.files, STR("here/README.md"), STR(""));
    l.paths.facts.checkouts = &other;
    l.paths.inrepo = &own;
    l.paths.facts.checkout_count = l.paths.inrepo_count = 1;
    load(&l);
    assert_true(fact_checkout(&l.tree, STR("org/other"), &path) && str_eq(path, STR("elsewhere")));
    assert_true(fact_checkout(&l.tree, STR("org/repo"), &path) && str_eq(path, STR("here")));
    assert_false(fact_checkout(&l.tree, STR("org/third"), &path));
    end(&l);
}

static void test_not_evaluated_joins(void **state)
{
    const struct rule *b = rule_find(STR("validate-cluster-field")), *a = rule_find(STR("unknown-field"));
    struct findings list = { 0 }, more = { 0 };

    (void)state;
    findings_not_evaluated(&list, b, STR("later"));
    findings_not_evaluated(&more, b, STR("earlier"));
    findings_not_evaluated(&more, a, arena_copy(&more.arena, STR("kept")));
    findings_not_evaluated(&more, b, STR("later"));
    findings_join(&list, &more);
    findings_sort(&list);
    assert_int_equal(more.not_evaluated_count, 0);
    assert_int_equal(list.not_evaluated_count, 3);
    assert_true(list.not_evaluated[0].rule == a && str_eq(list.not_evaluated[0].reason, STR("kept")));
    assert_true(str_eq(list.not_evaluated[1].reason, STR("earlier")));
    assert_true(str_eq(list.not_evaluated[2].reason, STR("later")));
    findings_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_given_list_wins),
        cmocka_unit_test(test_status_file_missing),
        cmocka_unit_test(test_checkouts),
        cmocka_unit_test(test_not_evaluated_joins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

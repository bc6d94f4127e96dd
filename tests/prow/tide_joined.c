/* Which queries Prow joins, and in which order it then has them. */
#include "prow/tide/tide_joined.h"

#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct str shown(struct arena *a, const struct joined_queries *q)
{
    struct str text = STR("");

    for (size_t i = 0; i < q->count; i++) {
        text = ARENA_JOIN(a, text, i ? STR(" ") : STR(""));
        for (size_t k = 0; k < q->items[i]->part_count; k++)
            text = arena_printf(a, "%.*s%s%zu", STR_ARG(text), k ? "+" : "", q->items[i]->parts[k].index);
    }
    return text;
}

struct expectation {
    const char *config; /* queries, and what belongs to them */
    const char *want;   /* indices of the queries; those that became one with "+" between */
};

static void check(const struct expectation *e)
{
    struct prow_paths paths = { .config = STR("c.yaml") };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct joined_queries queries;
    struct arena a = { 0 };
    struct version latest;
    struct window w = { &latest, 1 };
    struct fs_memory m;
    struct prow_tree tree;
    struct str error, got;

    assert_true(version_parse(STR("latest"), &latest, &a, &error));
    fs_memory_init(&m, &a);
    fs_memory_put(&m, STR("c.yaml"), str_c(e->config));
    rule_settings_init(&settings, &a, &w);
    prow_tree_load(&tree, &m.fs, &paths, &settings, 1, &findings);
    joined_queries_read(&queries, &tree, &w);
    got = shown(&a, &queries);
    if (!str_eq(got, str_c(e->want)))
        fail_msg("%s\ngot  \"%.*s\"\nwant \"%s\"", e->config, STR_ARG(got), e->want);
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&a);
}

static void check_all(const struct expectation *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(&list[i]);
}

static void queries_that_ask_for_the_same_are_one(void **state)
{
    static const struct expectation list[] = {
        { "tide: {queries: []}", "" },
        { "tide: {queries: [{repos: [a/b]}, {repos: [a/c]}]}", "0+1" },
        { "tide: {queries: [{repos: [a/b], labels: [x, y]}, {orgs: [c], labels: [y, x]}]}", "0+1" },
        { "tide: {queries: [{repos: [a/b], labels: []}, {repos: [a/c]}]}", "0 1" },
        { "tide: {queries: [{repos: [a/b], labels: null}, {repos: [a/c]}]}", "0+1" },
        { "tide: {queries: [{repos: [a/b], author: m}, {repos: [a/c]}, {repos: [a/d], author: m}]}", "0+2 1" },
        { "tide: {queries: [{repos: [a/b], milestone: m}, {repos: [a/c], milestone: n}]}", "0 1" },
        { "tide: {queries: [{repos: [a/b], reviewApprovedRequired: false}, {repos: [a/c]}]}", "0+1" },
        { "tide: {queries: [{repos: [a/b], reviewApprovedRequired: true}, {repos: [a/c]}]}", "1 0" },
        { "tide: {queries: [{repos: [a/b]}, {repos: [c/d]}]}\n"
          "prowjob_default_entries: [{repo: c, config: {tenant_id: t}}]",
          "0 1" },
        { "tide: {queries: [{repos: [c/b]}, {repos: [c/d]}]}\n"
          "prowjob_default_entries: [{repo: c, config: {tenant_id: t}}]",
          "0+1" },
    };

    (void)state;
    check_all(list, sizeof list / sizeof *list);
}

static void queries_are_sorted_by_their_json(void **state)
{
    static const struct expectation list[] = {
        /* the first field that a query has decides */
        { "tide: {queries: [{repos: [a/b], labels: [b]}, {repos: [a/b], labels: [a]}]}", "1 0" },
        { "tide: {queries: [{repos: [a/b]}, {repos: [a/b], labels: [z]}, {orgs: [x], author: z}]}", "2 1 0" },
        /* fields stand in the order of Go's struct, so labels come before branches */
        { "tide: {queries: [{repos: [a/b], excludedBranches: [a]}, {repos: [a/b], labels: [z]}]}", "0 1" },
        { "tide: {queries: [{repos: [a/b], labels: [z], excludedBranches: [a]}, {repos: [a/b], labels: [z]}]}", "0 1" },
        /* "<" is \u003c in Go's JSON, and sorts behind letters in capitals */
        { "tide: {queries: [{repos: [a/b], labels: ['<']}, {repos: [a/b], labels: [A]}]}", "1 0" },
        { "tide: {queries: [{repos: [a/b], labels: ['<']}, {repos: [a/b], labels: [a]}]}", "0 1" },
    };

    (void)state;
    check_all(list, sizeof list / sizeof *list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_that_ask_for_the_same_are_one),
        cmocka_unit_test(queries_are_sorted_by_their_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Twice as much that changes is twice the work: of the delta, of all rules about changes, and of their acknowledgements. Work
 * is the searches of patterns, and the memory that everything that is made takes. */
#include "gate/comparison.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { PER_REPO = 4, NOISE = 64 };

struct work {
    size_t searches, bytes, findings, repos;
};

struct inputs {
    struct buf config, jobs, plugins, acks;
};

typedef void filler(struct inputs *in, size_t n, bool after);

/* n repositories of which AFTER has other jobs, contexts, branches, presets, queries, policies and plugins. */
static void many_repos(struct inputs *in, size_t n, bool after)
{
    buf_put(&in->jobs, STR("presubmits:\n"));
    for (size_t i = 0; i < n; i++) {
        buf_printf(&in->jobs, "  o/r%zu:\n", i);
        for (size_t k = after; k < PER_REPO; k++)
            buf_printf(&in->jobs,
                       "  - {name: j%zu, context: %s%zu, always_run: %s, branches: [release-%zu, %s], labels: "
                       "{preset-p%zu: "
                       "'true'}, spec: {containers: [{image: i}]}}\n",
                       k, after ? "d" : "c", k, after && k == 2 ? "false" : "true", k, after ? "main" : "'^main$'", i);
    }
    buf_put(&in->config, STR("presets:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config, "- {labels: {preset-p%zu: 'true'}, env: [{name: A, value: %s}]}\n", i,
                   after ? "one" : "two");
    buf_put(&in->config, STR("branch-protection:\n  orgs:\n    o:\n      protect: true\n      repos:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config, "        r%zu: {branches: {main: {required_status_checks: {contexts: [%s0, x%zu]}}}}\n",
                   i, after ? "d" : "c", i);
    buf_put(&in->config, STR("tide:\n  queries:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config, "  - {repos: [o/r%zu], labels: [l%zu%s]}\n", i, i, after ? "" : ", lgtm");
    buf_put(&in->plugins, STR("plugins:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->plugins, "  o/r%zu: {plugins: [%s]}\n", i, after ? "lgtm" : "trigger, lgtm, approve");
    buf_put(&in->acks, STR("acknowledged:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->acks,
                   "- {rule: context-removed, repos: [o/r%zu], at-most: 9, expires: 2026-12-24, reason: it is meant}\n",
                   i);
}

/* n jobs of one repository, each on branches of its own, half of which go. What the others set themselves moves into a preset,
 * which each second one asks for. */
static void many_jobs(struct inputs *in, size_t n, bool after)
{
    buf_put(&in->jobs, STR("presubmits:\n  o/r:\n"));
    for (size_t i = after ? n / 2 : 0; i < n; i++)
        buf_printf(&in->jobs,
                   "  - {name: j%zu, context: c%zu, always_run: true, branches: ['^main$', release-%zu], labels: {%s}, "
                   "spec: "
                   "{containers: [{image: %s}]}}\n",
                   i, i, i % PER_REPO, after && i % 2 ? "preset-t: 'true'" : "",
                   after ? "b" : "a, env: [{name: T, value: t}]");
    buf_put(&in->config, STR("presets:\n- {labels: {preset-t: 'true'}, env: [{name: T, value: t}]}\n"));
    buf_put(&in->config, STR("branch-protection:\n  orgs:\n    o:\n      repos:\n        r:\n          protect: true\n"
                             "          required_status_checks:\n            contexts:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config, "            - c%zu\n", i);
    buf_put(&in->plugins, STR("plugins: {o/r: {plugins: [trigger]}}\n"));
    buf_put(&in->acks, STR("acknowledged: []\n"));
}

static void put(struct fs_memory *files, struct arena *a, filler *fill, size_t n, bool after, struct str *acks)
{
    struct inputs in = { 0 };

    fill(&in, n, after);
    fs_memory_init(files, a);
    fs_memory_put(files, STR("config.yaml"), arena_copy(a, buf_str(&in.config)));
    fs_memory_put(files, STR("plugins.yaml"), arena_copy(a, buf_str(&in.plugins)));
    fs_memory_put(files, STR("jobs/a.yaml"), arena_copy(a, buf_str(&in.jobs)));
    *acks = arena_copy(a, buf_str(&in.acks));
    buf_free(&in.config);
    buf_free(&in.plugins);
    buf_free(&in.jobs);
    buf_free(&in.acks);
}

static struct work work(filler *fill, size_t n)
{
    const struct prow_paths paths = {
        .config = STR("config.yaml"), .jobs = STR("jobs"), .plugins = STR("plugins.yaml"), .for_people = true
    };
    struct version newest = version_newest();
    struct window window = { .versions = &newest, .count = 1 };
    struct rule_settings all, settings;
    struct comparison c = { 0 };
    struct side before = { .name = STR("before"), .paths = paths }, after = { .name = STR("after"), .paths = paths };
    struct fs_memory was, is;
    struct arena a = { 0 };
    struct acks acks;
    struct str text;
    struct work w;

    put(&was, &a, fill, n, false, &text);
    put(&is, &a, fill, n, true, &text);
    before.fs = &was.fs;
    after.fs = &is.fs;
    rule_settings_init(&all, &a, &window);
    settings = comparison_settings(&a, &all);
    acks_init(&acks, &a, newest.day);
    comparison_load(&c, &before, &after, &settings, 1);
    acks_read_file(&acks, &settings, &c.findings, STR("prowgate.ack.yaml"), text);
    comparison_judge(&c, &after.findings, &settings, &acks, false);
    if (!c.comparable)
        fail_msg("not compared: %.*s",
                 STR_ARG(before.findings.count ? before.findings.items[0]->message : after.findings.items[0]->message));
    w = (struct work){ c.delta.patterns.searches,
                       c.delta.arena.held + c.delta.scratch.held + c.findings.arena.held + c.plan.arena.held,
                       c.findings.count, c.delta.repo_count };
    comparison_free(&c);
    side_free(&before);
    side_free(&after);
    arena_free(&a);
    return w;
}

static void compare(filler *fill, size_t n)
{
    struct work once = work(fill, n), twice = work(fill, 2 * n);

    assert_true(once.findings > 0);
    assert_true(once.repos > 0);
    assert_in_range(twice.searches, 0, once.searches * 2 + NOISE);
    if (twice.bytes >= once.bytes * 3)
        fail_msg("%zu bytes for %zu, %zu for twice as much", once.bytes, n, twice.bytes);
    assert_in_range(twice.findings, once.findings, once.findings * 2 + NOISE);
}

static void twice_the_repositories_are_twice_the_work(void **state)
{
    (void)state;
    compare(many_repos, 200);
}

static void twice_the_jobs_are_twice_the_work(void **state)
{
    (void)state;
    compare(many_jobs, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_repositories_are_twice_the_work),
        cmocka_unit_test(twice_the_jobs_are_twice_the_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

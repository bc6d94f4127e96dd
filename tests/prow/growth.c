/* Twice as much to look at is twice the work: of the models of branches, protection and tide, and of all rules that stand on
 * them. Work is the searches of patterns, and the memory that everything that is made takes. */
#include "prow/files/tree.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { BRANCHES = 6, PER_REPO = 4, NOISE = 64 };

struct work {
    size_t searches, bytes, findings;
};

struct inputs {
    struct buf config, jobs, plugins;
};

/* n repositories, each with jobs, a policy, a query and options of its own. */
static void many_repos(struct inputs *in, size_t n)
{
    buf_put(&in->jobs, STR("presubmits:\n"));
    for (size_t i = 0; i < n; i++) {
        buf_printf(&in->jobs, "  o/repository-%c%zu:\n", (int)('a' + i % 26), i);
        for (size_t k = 0; k < PER_REPO; k++)
            buf_printf(&in->jobs,
                       "  - {name: j%zu, context: c%zu, branches: [release-%zu, '^main$'], run_if_changed: "
                       "'^/a|b/*.sh$', "
                       "spec: {containers: [{image: i}]}}\n",
                       k, k / 2, k);
    }
    buf_put(&in->config, STR("branch-protection:\n  orgs:\n    o:\n      protect: true\n      repos:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config,
                   "        repository-%c%zu:\n          branches:\n            main: {required_status_checks: "
                   "{contexts: "
                   "[c0, x%zu-release-1]}}\n            release-1: {required_status_checks: {contexts: [c0, c1]}}\n",
                   (int)('a' + i % 26), i, i);
    buf_put(&in->config, STR("tide:\n  queries:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config, "  - {repos: [o/repository-%c%zu], labels: [l%zu]}\n", (int)('a' + i % 26), i, i);
    buf_put(&in->config, STR("  context_options:\n    orgs:\n      o:\n        repos:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config, "          repository-%c%zu: {from-branch-protection: true, optional-contexts: [c0]}\n",
                   (int)('a' + i % 26), i);
}

/* n jobs of one repository on a few branches. */
static void many_jobs(struct inputs *in, size_t n)
{
    buf_put(&in->jobs, STR("presubmits:\n  o/r:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->jobs,
                   "  - {name: j%zu, context: c%zu, skip_branches: ['release-\\d$'], branches: [release-1%zu, "
                   "'^main$'], "
                   "spec: {containers: [{image: i}]}}\n",
                   i, i / 2, i % BRANCHES);
    buf_put(&in->config, STR("branch-protection:\n  orgs:\n    o:\n      repos:\n        r:\n          protect: true\n"
                             "          required_status_checks:\n            contexts:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config, "            - c%zu\n", i);
    buf_put(&in->config, STR("tide:\n  queries:\n  - {repos: [o/r], labels: [l]}\n"
                             "  context_options: {from-branch-protection: true}\n"));
}

/* n job files that n keys of config-updater may be for. */
static void many_keys(struct inputs *in, size_t n)
{
    buf_put(&in->plugins, STR("plugins: {o/r: {plugins: [config-updater]}}\nconfig_updater:\n  maps:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->plugins, "    jobs/%zu/**/*.{yaml,yml}: {name: c%zu}\n", i, i);
}

/* n jobs of one repository, each for a branch of its own, which a policy protects. */
static void many_branches(struct inputs *in, size_t n)
{
    buf_put(&in->jobs, STR("presubmits:\n  o/r:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->jobs,
                   "  - {name: j%zu, context: c%zu, always_run: true, branches: ['^release-1.1%03zu$'], "
                   "spec: {containers: [{image: i}]}}\n",
                   i, i, i);
    buf_put(&in->config, STR("branch-protection:\n  orgs:\n    o:\n      repos:\n        r:\n          branches:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->config, "            release-1.1%03zu: {required_status_checks: {contexts: [x%zu, c%zu]}}\n", i, i,
                   i);
    buf_put(&in->config, STR("tide:\n  queries:\n  - {repos: [o/r], labels: [l]}\n"));
}

/* n slips of each kind that is found by looking at others: siblings, words of repositories, copies for branches, comments. */
static void many_slips(struct inputs *in, size_t n)
{
    buf_put(&in->jobs, STR("presubmits:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->jobs,
                   "  o/kn-x%zu-admin:\n  - {name: p%zu, skip_branches: ['release-v\\d+'], run_if_changed: "
                   "'^(jobs/a\\.yaml|jobs/gone%zu\\.yaml)$', spec: {containers: [{image: i}]}}\n",
                   i, i, i);
    buf_put(&in->jobs, STR("periodics:\n- {name: fork, interval: 1h, spec: {containers: [{image: f, args: "
                           "[--job-directory=jobs, '--release-branch-pattern=hotfix-v\\d+']}]}}\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&in->jobs,
                   "- name: suite-%zu-test\n  cron: \"0 0/12 * * *\" # every six hours\n  labels: {%s}\n"
                   "  extra_refs: [{org: o, repo: kn-plugin-x%zu-admin, base_ref: main}]\n"
                   "  spec: {containers: [{image: i, command: [t/suite.sh, a%zu]}]}\n",
                   i, i % 4 ? "preset-a: \"true\"" : "team: a", i, i);
    buf_put(&in->config, STR("presets: [{labels: {preset-a: \"true\"}, env: [{name: A, value: b}]}]\n"));
}

static struct work work(void (*fill)(struct inputs *in, size_t n), size_t n)
{
    struct prow_paths paths = {
        .config = STR("config.yaml"), .jobs = STR("jobs"), .plugins = STR("plugins.yaml"), .for_people = true
    };
    struct version newest = version_newest();
    struct window window = { .versions = &newest, .count = 1 };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct inputs in = { 0 };
    struct arena a = { 0 };
    struct fs_memory files;
    struct prow_tree tree;
    struct work w;

    fill(&in, n);
    fs_memory_init(&files, &a);
    fs_memory_put(&files, paths.config, buf_str(&in.config));
    fs_memory_put(&files, paths.plugins,
                  in.plugins.len ? buf_str(&in.plugins) : STR("plugins: {o: {plugins: [trigger]}}"));
    fs_memory_put(&files, STR("jobs/a.yaml"), buf_str(&in.jobs));
    for (size_t i = 0; in.plugins.len && i < n; i++)
        fs_memory_put(&files, arena_printf(&a, "jobs/%zu/f%zu.yaml", i, i), STR("periodics: []"));
    rule_settings_init(&settings, &a, &window);
    prow_tree_load(&tree, &files.fs, &paths, &settings, 1, &findings);
    w = (struct work){ tree.patterns->searches, tree.arena.held + tree.scratch->held, findings.count };
    prow_tree_free(&tree);
    findings_free(&findings);
    buf_free(&in.config);
    buf_free(&in.jobs);
    buf_free(&in.plugins);
    arena_free(&a);
    return w;
}

static void compare(void (*fill)(struct inputs *in, size_t n), size_t n)
{
    struct work once = work(fill, n), twice = work(fill, 2 * n);

    assert_true(once.findings > 0);
    assert_in_range(twice.searches, 0, once.searches * 2 + NOISE);
    assert_true(twice.bytes < once.bytes * 3);
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

static void twice_the_keys_are_twice_the_work(void **state)
{
    (void)state;
    compare(many_keys, 200);
}

static void twice_the_branches_are_twice_the_work(void **state)
{
    (void)state;
    compare(many_branches, 200);
}

static void twice_the_slips_are_twice_the_work(void **state)
{
    (void)state;
    compare(many_slips, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_repositories_are_twice_the_work),
        cmocka_unit_test(twice_the_jobs_are_twice_the_work),
        cmocka_unit_test(twice_the_branches_are_twice_the_work),
        cmocka_unit_test(twice_the_slips_are_twice_the_work),
        cmocka_unit_test(twice_the_keys_are_twice_the_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

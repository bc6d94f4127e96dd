/* Twice as long a list is twice the work, whatever kind of list, of loading and of every rule: in memory, and in
 * instructions, where this machine lets them be counted. */
#include "prow/files/tree.h"
#include "source/fs_memory.h"

#include <linux/perf_event.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { N = 300, LEAST = 1000000 };

#define SPEC "spec: {containers: [{image: i}]}"

/* One file with a list: what stands before it, each element (its number may be asked for twice), what stands behind. */
struct kind {
    const char *name;
    enum { IN_CONFIG, IN_JOBS, IN_PLUGINS } file;
    const char *before, *each, *after;
};

static const struct kind kinds[] = {
    { "jobs", IN_JOBS, "presubmits:\n  o/r:\n", "  - {name: u%zu, always_run: true, " SPEC "}\n", "" },
    { "jobs on one line", IN_JOBS, "presubmits: {o/r: [", "{name: u%zu, bogus: 1, always_run: true, " SPEC "}, ",
      "]}\n" },
    { "jobs of one name", IN_JOBS, "periodics:\n", "- {name: u, interval: 1h, labels: {l: x%zu}, " SPEC "}\n", "" },
    { "repositories", IN_JOBS, "presubmits:\n", "  o/r%zu: [{name: u%zu, always_run: true, " SPEC "}]\n", "" },
    { "one context", IN_JOBS, "presubmits:\n  o/r:\n",
      "  - {name: u%zu, context: same, always_run: true, skip_report: true, " SPEC "}\n", "" },
    { "repeated keys", IN_JOBS, "presubmits:\n", "  o/r: []\n", "" },
    { "labels of a job", IN_JOBS, "presubmits:\n  o/r:\n  - {name: u, always_run: true, " SPEC ", labels: {",
      "l%zu: x, ", "}}\n" },
    { "containers", IN_JOBS, "presubmits:\n  o/r:\n  - {name: u, always_run: true, spec: {containers: [",
      "{name: c%zu, image: i}, ", "]}}\n" },
    { "env of a job", IN_JOBS,
      "presubmits:\n  o/r:\n  - {name: u, always_run: true, spec: {containers: [{image: i, env: [",
      "{name: A%zu, value: x}, ", "]}]}}\n" },
    { "mounts of a job", IN_JOBS,
      "presubmits:\n  o/r:\n  - {name: u, always_run: true, spec: {containers: [{image: i, volumeMounts: [",
      "{name: v%zu, mountPath: /v%zu}, ", "]}]}}\n" },
    { "volumes that nothing mounts", IN_JOBS,
      "presubmits:\n  o/r:\n  - {name: u, always_run: true, spec: {containers: [{image: i}], volumes: [",
      "{name: v%zu, emptyDir: {}}, ", "]}}\n" },
    { "branches by expression", IN_JOBS, "presubmits:\n  o/r:\n",
      "  - {name: u, branches: [^b%zu.*$], always_run: true, " SPEC "}\n", "" },
    { "extra refs", IN_JOBS, "periodics:\n- {name: u, interval: 1h, decorate: true, " SPEC ", extra_refs: [",
      "{org: o, repo: r%zu, base_ref: main}, ", "]}\n" },
    { "silences", IN_JOBS, "presubmits:\n  o/r:\n",
      "  # prowgate: allow unknown-field -- it is meant\n  - {name: u%zu, bogus: 1, always_run: true, " SPEC "}\n",
      "" },
    { "env of a preset", IN_CONFIG, "presets:\n- {labels: {p: 'true'}, env: [", "{name: A%zu, value: x}, ", "]}\n" },
    { "mounts of a preset", IN_CONFIG, "presets:\n- {labels: {p: 'true'}, volumeMounts: [",
      "{name: v%zu, mountPath: /v%zu}, ", "]}\n" },
    { "presets that one job gets", IN_CONFIG, "presets:\n", "- {env: [{name: A%zu, value: x}]}\n", "" },
    { "presets of one label", IN_CONFIG, "presets:\n", "- {labels: {p: x%zu}, env: [{name: A, value: x}]}\n", "" },
    { "presets", IN_CONFIG, "presets:\n", "- {labels: {p%zu: 'true'}, env: [{name: A%zu, value: x}]}\n", "" },
    { "tide queries", IN_CONFIG, "tide:\n  queries:\n", "  - {repos: [o/r%zu], labels: [l%zu]}\n", "" },
    { "tide contexts", IN_CONFIG,
      "tide:\n  queries: [{repos: [o/r], labels: [l]}]\n  context_options: {optional-contexts: [", "c%zu, ", "]}\n" },
    { "protected branches", IN_CONFIG,
      "branch-protection:\n  orgs:\n    o:\n      repos:\n        r:\n          branches:\n",
      "            b%zu: {protect: true, required_status_checks: {contexts: [c%zu]}}\n", "" },
    { "protected contexts", IN_CONFIG, "branch-protection: {protect: true, required_status_checks: {contexts: [",
      "c%zu, ", "]}}\n" },
    { "webhooks", IN_CONFIG, "managed_webhooks:\n  respect_legacy_global_token: true\n  org_repo_config:\n",
      "    o/r%zu: {token_created_after: 2020-01-01T00:00:00Z}\n", "" },
    { "decoration", IN_CONFIG, "plank:\n  default_decoration_config_entries:\n",
      "  - {repo: o/r%zu, config: {timeout: 1h}}\n", "" },
    { "plugins of repositories", IN_PLUGINS, "plugins:\n", "  o/r%zu: {plugins: [trigger, lgtm]}\n", "" },
    { "external plugins", IN_PLUGINS, "external_plugins:\n  o/r:\n",
      "  - {name: e%zu, endpoint: 'http://x', events: [push]}\n", "" },
    { "keys of config-updater", IN_PLUGINS, "config_updater:\n  maps:\n", "    config/a%zu.yaml: {name: m%zu}\n", "" },
    { "additional labels", IN_PLUGINS,
      "label:\n  restricted_labels: {'*': [{label: l1, allowed_users: [a]}]}\n  additional_labels: [", "l%zu, ",
      "]\n" },
};

struct work {
    uint64_t instructions;
    size_t bytes, findings;
};

static void put(struct buf *out, const char *fmt, size_t i)
{
    for (const char *at = strstr(fmt, "%zu"); at; fmt = at + 3, at = strstr(fmt, "%zu")) {
        buf_put(out, (struct str){ fmt, (size_t)(at - fmt) });
        buf_printf(out, "%zu", i);
    }
    buf_put(out, str_c(fmt));
}

static void load(const struct prow_paths *paths, const struct fs *fs, struct work *w, int counter)
{
    struct version newest = version_newest();
    struct window window = { .versions = &newest, .count = 1 };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct arena a = { 0 };
    struct prow_tree tree;

    rule_settings_init(&settings, &a, &window);
    ioctl(counter, PERF_EVENT_IOC_RESET, 0);
    ioctl(counter, PERF_EVENT_IOC_ENABLE, 0);
    prow_tree_load(&tree, fs, paths, &settings, 1, &findings);
    ioctl(counter, PERF_EVENT_IOC_DISABLE, 0);
    if (read(counter, &w->instructions, sizeof w->instructions) != sizeof w->instructions)
        w->instructions = 0;
    w->bytes = tree.arena.held + tree.scratch->held;
    w->findings = findings.count;
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&a);
}

static struct work work(const struct kind *k, size_t n, int counter)
{
    const struct prow_paths paths = {
        .config = STR("config.yaml"), .jobs = STR("jobs"), .plugins = STR("plugins.yaml"), .for_people = true
    };
    static const char *const others[] = { "",
                                          "presubmits: {o/r: [{name: unit, always_run: true, labels: {p: 'true'}, " SPEC
                                          "}]}\n",
                                          "plugins: {o/r: {plugins: [trigger]}}\n" };
    const struct str names[] = { paths.config, STR("jobs/a.yaml"), paths.plugins };
    struct buf texts[COUNT_OF(names)] = { { 0 } };
    struct fs_memory files;
    struct arena a = { 0 };
    struct work w = { 0 };

    fs_memory_init(&files, &a);
    for (size_t f = 0; f < COUNT_OF(names); f++) {
        buf_put(&texts[f], f == IN_CONFIG ? STR("prowjob_namespace: default\n") : STR(""));
        buf_put(&texts[f], str_c(f == k->file ? k->before : others[f]));
        for (size_t i = 0; f == k->file && i < n; i++)
            put(&texts[f], k->each, i);
        buf_put(&texts[f], f == k->file ? str_c(k->after) : STR(""));
        fs_memory_put(&files, names[f], buf_str(&texts[f]));
    }
    load(&paths, &files.fs, &w, counter);
    for (size_t f = 0; f < COUNT_OF(names); f++)
        buf_free(&texts[f]);
    arena_free(&a);
    return w;
}

/* What 2n cost beyond n: as much as n where work grows with the input, three times as much where it grows with its square. */
static bool grows(const struct kind *k, int counter)
{
    struct work none = work(k, 1, counter), once = work(k, N, counter), twice = work(k, 2 * N, counter);
    uint64_t first = once.instructions - none.instructions, second = twice.instructions - once.instructions;
    bool counted = counter < 0 || (once.instructions > none.instructions && second < 2 * first + LEAST);
    bool fine = counted && twice.bytes < once.bytes * 3;

    if (!fine)
        printf("FAILED: %s: %zu cost %llu instructions and %zu bytes, as many again %llu and %zu\n", k->name, (size_t)N,
               (unsigned long long)first, once.bytes, (unsigned long long)second, twice.bytes - once.bytes);
    return fine;
}

int main(void)
{
    struct perf_event_attr attr = { .type = PERF_TYPE_HARDWARE,
                                    .size = sizeof attr,
                                    .config = PERF_COUNT_HW_INSTRUCTIONS,
                                    .disabled = 1,
                                    .exclude_kernel = 1,
                                    .exclude_hv = 1 };
    int counter = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
    size_t failed = 0;

    if (counter < 0)
        puts("SKIPPED: instructions of twice the length: the processor's counter can't be read here; memory is "
             "compared");
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        failed += !grows(&kinds[i], counter);
    if (counter >= 0)
        close(counter);
    printf("lists: %zu passed, %zu failed%s\n", COUNT_OF(kinds) - failed, failed, counter < 0 ? ", 1 skipped" : "");
    return failed != 0;
}

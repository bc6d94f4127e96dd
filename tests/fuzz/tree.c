/* A whole small tree: the input's parts, split at lines of "%%%", are the main file, two job files, the
 * plugin file and a .prow.yaml, and a supplemental file of each kind. Whatever stands in them, loading ends,
 * and every finding has a rule, a message and a place that is one. The same tree gives the same findings with
 * one worker and with three. */
#include "prow/files/tree.h"
#include "prow/versions/deployed.h"
#include "rule/silence.h"
#include "schema/version.h"
#include "source/fs_memory.h"

#include <stdlib.h>

static const struct str names[] = {
    STR_INIT("config.yaml"),
    STR_INIT("jobs/a.yaml"),
    STR_INIT("jobs/b.yaml"),
    STR_INIT("plugins.yaml"),
    STR_INIT("checkout/.prow.yaml"),
    STR_INIT("more/a_pluginconfig.yaml"),
    STR_INIT("more/a_prowconfig.yaml"),
};
static const char *const deployed[] = { "latest", "v20190122-e707848", "v20241224-8e8a5cfe7", "v20210401-0000000" };

enum { FILES = sizeof names / sizeof *names };

static void split(struct fs_memory *tree, struct str input)
{
    for (size_t i = 0; i < FILES; i++) {
        size_t at = str_find(input, STR("\n%%%\n"));
        fs_memory_put(tree, names[i], str_slice(input, 0, at));
        input = at == SIZE_MAX ? STR("") : str_from(input, at + 5);
    }
}

static size_t load(const struct fs_memory *files, const char *version, unsigned threads)
{
    struct inrepo_source inrepo = { STR("org/repo"), STR("checkout") };
    struct str more = STR("more");
    struct prow_paths paths = {
        .config = names[0],
        .jobs = STR("jobs"),
        .plugins = names[3],
        .supplemental_config = &more,
        .supplemental_config_count = 1,
        .supplemental_plugins = &more,
        .supplemental_plugins_count = 1,
        .inrepo = &inrepo,
        .inrepo_count = 1,
        .facts = { .github_app_orgs = names[2], .checkouts = &inrepo, .checkout_count = 1 },
    };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct arena arena = { 0 };
    struct prow_tree tree;
    struct version v;
    struct window window = { &v, 1 };
    struct str error;
    size_t count;

    if (!version_parse(str_c(version), &v, &arena, &error))
        abort();
    rule_settings_init(&settings, &arena, &window);
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->asked_by != FACT_NONE)
            rule_settings_set(&settings, str_c(rules[i]->id), SEVERITY_WARNING);
    prow_tree_load(&tree, &files->fs, &paths, &settings, threads, &findings);
    deployed_report(&window, &settings, &findings);
    silences_apply(&tree.silences, &settings, &findings);
    findings_sort(&findings);
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *f = findings.items[i];
        if (!f->rule || f->message.len == 0 || f->at.span.end_line < f->at.span.line)
            abort();
    }
    count = findings.count;
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&arena);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct fs_memory files;
    const char *version = deployed[size % 4];

    fs_memory_init(&files, &arena);
    split(&files, arena_copy(&arena, (struct str){ (const char *)data, size }));
    if (load(&files, version, 1) != load(&files, version, 3))
        abort();
    arena_free(&arena);
    return 0;
}

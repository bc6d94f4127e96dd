/* Files of facts, whatever their bytes: the input is the list of clusters, the organizations of the GitHub app and the
 * status file of the main file in turn. Reading ends; a list is known, or there is a reason why not; what is known is
 * found again by its name. */
#include "prow/files/facts.h"
#include "prow/files/tree.h"
#include "schema/version.h"
#include "source/fs_memory.h"

#include <stdlib.h>

static void demand(bool ok)
{
    if (!ok)
        abort();
}

static void check_list(const struct fact_list *list)
{
    demand(list->known == (list->error.reason.len == 0));
    for (size_t i = 0; list->known && i < list->count; i++) {
        const struct fact *f = fact_find(list, list->items[i].name);
        demand(f && str_eq(f->name, list->items[i].name) && f->at.span.line >= 1);
    }
}

static void load(struct str input, struct fact_paths facts, const char *main)
{
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct arena a = { 0 };
    struct fs_memory files;
    struct prow_tree tree;
    struct version latest = version_newest();
    struct window window = { &latest, 1 };
    struct prow_paths paths = { .config = STR("config.yaml"), .facts = facts };

    fs_memory_init(&files, &a);
    fs_memory_put(&files, paths.config, str_c(main));
    fs_memory_put(&files, STR("input"), input);
    rule_settings_init(&settings, &a, &window);
    prow_tree_load(&tree, &files.fs, &paths, &settings, 1, &findings);
    if (facts.github_app_orgs.len)
        check_list(&tree.facts.github_app_orgs);
    else
        check_list(&tree.facts.clusters);
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str input = { (const char *)data, size };

    load(input, (struct fact_paths){ .clusters = STR("input") }, "log_level: info\n");
    load(input, (struct fact_paths){ .github_app_orgs = STR("input") }, "log_level: info\n");
    load(input, (struct fact_paths){ 0 }, "plank: {build_cluster_status_file: input}\n");
    return 0;
}

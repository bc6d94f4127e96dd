/* Policies: the input's first part, up to a line "%%%", is a prowgate.yaml, the rest a file of jobs. Whatever stands
 * there, reading ends; what is accepted decides the same with one worker and with three, and every finding has a
 * message. */
#include "command/project_file.h"
#include "prow/files/tree.h"
#include "schema/version.h"
#include "source/fs_memory.h"

#include <stdlib.h>

static size_t load(const struct fs_memory *files, const struct rule_settings *settings, unsigned threads)
{
    struct prow_paths paths = { .jobs = STR("jobs") };
    struct findings findings = { 0 };
    struct prow_tree tree;
    size_t count;

    prow_tree_load(&tree, &files->fs, &paths, settings, threads, &findings);
    findings_sort(&findings);
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i]->message.len == 0 ||
            findings.items[i]->at.span.end_line < findings.items[i]->at.span.line)
            abort();
    count = findings.count;
    prow_tree_free(&tree);
    findings_free(&findings);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct str input = arena_copy(&arena, (struct str){ (const char *)data, size }), error;
    size_t at = str_find(input, STR("\n%%%\n"));
    struct project project = { 0 };
    struct rule_settings settings;
    struct version version;
    struct window window = { &version, 1 };
    struct fs_memory files;

    fs_memory_init(&files, &arena);
    fs_memory_put(&files, STR("jobs/a.yaml"), at == SIZE_MAX ? STR("") : str_from(input, at + 5));
    if (!version_parse(STR("latest"), &version, &arena, &error))
        abort();
    if (project_file_read(&project, &arena, "prowgate.yaml", str_slice(input, 0, at)) &&
        project_rule_settings(&project, &settings, &arena, &window, NULL) &&
        load(&files, &settings, 1) != load(&files, &settings, 3))
        abort();
    arena_free(&arena);
    return 0;
}

/* ci-operator's configuration and step registry: the input's parts, split at lines of "%%%", are a configuration, one of a
 * variant, and a workflow. Whatever stands in them, looking for the test of a job ends. */
#include "delta/link_source.h"
#include "source/fs_memory.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str files[] = { STR_INIT("ci-operator/config/o/r/o-r-main.yaml"),
                                        STR_INIT("ci-operator/config/o/r/o-r-main__v.yaml"),
                                        STR_INIT("ci-operator/step-registry/w/w-workflow.yaml") };
    static const struct str jobs[] = { STR_INIT("branch-ci-o-r-main-gate"), STR_INIT("periodic-ci-o-r-main-v-gate") };
    struct str input = { (const char *)data, size };
    struct arena a = { 0 };
    struct fs_memory tree;

    fs_memory_init(&tree, &a);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t at = str_find(input, STR("\n%%%\n"));

        fs_memory_put(&tree, files[i], str_slice(input, 0, at));
        input = at == SIZE_MAX ? STR("") : str_from(input, at + 5);
    }
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        struct link_source s;

        link_source_find(&s, &tree.fs, jobs[i], STR("o/r"), STR("main"), &a);
        if (s.limits && !s.at.file.len)
            abort();
    }
    arena_free(&a);
    return 0;
}

/* pipeline: any text as topology, configuration, schema, pipeline and overlay ends, within limits, in findings. */
#include "pipeline/check.h"
#include "source/fs_memory.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Parts are divided by a line "---8<---": topology, configuration, schema, pipeline, overlay. */
static struct str part(struct str *rest)
{
    static const struct str mark = STR_INIT("---8<---\n");
    struct str all = *rest;

    for (size_t i = 0; i < all.len; i++)
        if (str_starts(str_from(all, i), mark)) {
            *rest = str_from(all, i + mark.len);
            return str_slice(all, 0, i);
        }
    *rest = (struct str){ "", 0 };
    return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = { "topology.yaml", "config/config.yaml", "config/schema.json", "widget.yaml",
                                         "config/overlay.yaml" };
    struct pipeline_paths paths = { .user = STR("u"), .build_id = STR("1"), .pin = STR("20260820000000") };
    struct str rest = { (const char *)data, size };
    struct rule_settings settings;
    struct findings findings = { 0 };
    struct pipeline_counts counts = { 0 };
    struct window window = { 0 };
    struct arena a = { 0 };
    struct fs_memory fs;

    fs_memory_init(&fs, &a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str text = part(&rest);

        if (text.len)
            fs_memory_put(&fs, str_c(names[i]), text);
    }
    rule_settings_init(&settings, &a, &window);
    if (pipelines_discover(&paths, &fs.fs, &a))
        pipelines_check(&fs.fs, &paths, &settings, &findings, &counts);
    findings_free(&findings);
    arena_free(&a);
    return 0;
}

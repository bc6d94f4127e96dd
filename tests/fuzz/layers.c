/* layers: any texts as layers of a configuration are merged, rendered and resolved within limits, and what fails is said.
 * EV2's values are read once. Layers are divided by a line "---8<---". */
#include "pipeline/config.h"
#include "pipeline/ev2.h"
#include "source/fs_memory.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct node *ev2_once(void)
{
    static struct arena kept;
    static const struct node *ev2;

    if (!ev2)
        ev2 = ev2_read(&kept);
    return ev2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str mark = STR_INIT("\n---8<---\n"),
                            names[] = { STR_INIT("config.yaml"), STR_INIT("overlay.yaml"), STR_INIT("more.yaml") };
    static const struct pipeline_context context = { STR_INIT("public"), STR_INIT("dev"),    STR_INIT("uksouth"),
                                                     STR_INIT("1"),      STR_INIT("public"), STR_INIT("ln") };
    struct str rest = { (const char *)data, size };
    struct config_resolved resolved = { 0 };
    struct config_source source;
    struct arena a = { 0 };
    struct fs_memory fs;
    size_t count = 0;

    fs_memory_init(&fs, &a);
    while (count < sizeof names / sizeof *names && (count == 0 || rest.len)) {
        size_t at = str_find(rest, mark);

        fs_memory_put(&fs, names[count++], str_slice(rest, 0, at));
        rest = at == SIZE_MAX ? (struct str){ "", 0 } : str_from(rest, at + mark.len);
    }
    if (config_load(&source, &fs.fs, names, count, PAGE_INT64, ev2_once(), &a)) {
        if (!config_resolve(&source, &context, &a, &resolved) && !resolved.error.len &&
            resolved.failed != CONFIG_UNDECIDED)
            abort();
        config_resolved_free(&resolved);
    } else if (!source.merge.count && !source.provider.count) {
        abort();
    }
    arena_free(&a);
    return 0;
}

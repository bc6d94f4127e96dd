/* topology: any text as a topology is read and judged within limits, and whatever is found has a place in it. */
#include "pipeline/topology.h"
#include "source/fs_memory.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str path = STR_INIT("topology.yaml");
    struct topology_fault f = { 0 };
    struct arena a = { 0 };
    struct fs_memory fs;
    struct topology t;
    size_t services = 0;

    fs_memory_init(&fs, &a);
    fs_memory_put(&fs, path, (struct str){ (const char *)data, size });
    if (topology_load(&t, &fs.fs, &path, 1, &a, &f)) {
        topology_validate(&t, &a, &f);
        for (const struct service *s = t.first; s; s = service_next(s, NULL))
            services++;
        if (services > size)
            abort();
    } else if (!f.words.len) {
        abort();
    }
    arena_free(&a);
    return 0;
}

/* config_map: whatever the bytes, an answer; and what is taken has only files with clean names, each of them
 * readable. */
#include "source/config_map.h"

#include "base/path.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config_map_found found;
    struct str words = { 0 };
    struct fs_error error;
    struct buf bytes = { 0 };
    struct arena a = { 0 };
    struct fs_memory m;
    bool ok;

    fs_memory_init(&m, &a);
    ok = config_map_read((struct str){ (const char *)data, size }, &a, &m, &found, &words);
    if (ok ? found.files == 0 || found.files != m.count || found.maps == 0 : words.len == 0)
        abort();
    for (size_t i = 0; ok && i < m.count; i++)
        if (!str_eq(path_clean(&a, m.files[i].path), m.files[i].path) || str_starts(m.files[i].path, STR("../")) ||
            !fs_read(&m.fs, m.files[i].path, CONFIG_MAP_MOST, &bytes, &error))
            abort();
    buf_free(&bytes);
    arena_free(&a);
    return 0;
}

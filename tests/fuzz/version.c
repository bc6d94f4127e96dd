/* Versions: what is accepted has a place, and its own tag leads back there. */
#include "schema/version.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = { (const char *)data, size }, error = { 0 };
    struct version v, again, newest = version_newest();
    struct arena a = { 0 };

    if (version_parse(text, &v, &a, &error)) {
        if (v.earliest > v.latest || v.latest > newest.latest || (v.known && v.earliest != v.latest))
            abort();
        if (v.text.p < text.p || v.text.p + v.text.len > text.p + text.len)
            abort();
        if (!version_parse(version_tag(v.latest, &a), &again, &a, &error) || again.earliest != v.latest)
            abort();
        if (version_has(&v, v.earliest, VERSION_NEVER) == SHARE_NONE || version_has(&v, 0, VERSION_NEVER) != SHARE_ALL)
            abort();
    } else if (error.len == 0) {
        abort();
    }
    arena_free(&a);
    return 0;
}

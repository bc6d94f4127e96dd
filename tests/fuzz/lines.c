/* Line tables: every offset comes back from its position, and lines join to the text. */
#include "base/lines.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_offset(const struct lines *l, size_t offset)
{
    struct position p = lines_position(l, offset);
    size_t back = lines_offset(l, p.line, p.column);
    struct str line = lines_text(l, p.line);

    if (p.line == 0 || p.line > l->count || p.column == 0 || p.column16 < p.column)
        abort();
    if (back != lines_offset16(l, p.line, p.column16))
        abort();
    /* Only offsets inside a code point, a line end or the mark do not come back, and they stay near. */
    if (back > offset ? back - offset > 3 : offset - back > 3)
        abort();
    if (line.len > l->text.len || p.column > utf8_count(line) + 2)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = { (const char *)data, size };
    struct arena a = { 0 };
    struct lines l;

    if (size > 4096)
        return 0;
    lines_init(&l, &a, text);
    for (size_t i = 0; i <= size + 1; i++)
        check_offset(&l, i < size ? i : size);
    for (size_t i = 1; i < l.count; i++) {
        char before = text.p[l.starts[i] - 1];
        if (l.starts[i] <= l.starts[i - 1] || (before != '\n' && before != '\r'))
            abort();
    }
    arena_free(&a);
    return 0;
}

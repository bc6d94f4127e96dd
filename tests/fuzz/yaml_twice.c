/* Both readers over any bytes: an answer that is the same every time; a difference lies inside of the text, says what each
 * of the two saw, and stands in a text that ours takes. */
#include "syntax/yaml/scan.h"
#include "syntax/yaml/twice.h"

#include <stdlib.h>

static void demand(bool ok)
{
    if (!ok)
        abort();
}

/* Whether our reader takes the first document. */
static bool taken(struct arena *a, struct str source)
{
    struct yaml_error error;
    struct grammar g;
    struct event e;
    bool fine;

    grammar_open(&g, a, &source, &error);
    do
        fine = grammar_next(&g, &e);
    while (fine && e.kind != EVENT_DOCUMENT_END && e.kind != EVENT_STREAM_END);
    grammar_close(&g);
    return fine;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = { (const char *)data, size };
    struct yaml_difference d = { 0 }, again = { 0 };
    struct arena a = { 0 };

    if (yaml_read_twice(&a, bytes, &d)) {
        demand(yaml_read_twice(&a, bytes, &again));
    } else {
        demand(!yaml_read_twice(&a, bytes, &again));
        demand(d.start == again.start && d.known == again.known && str_eq(d.words, again.words));
        /* UTF-16 is longer as UTF-8, by half at most. */
        demand(d.start <= d.end && d.end <= size + size / 2 && d.line >= 1 && d.words.len);
        demand(taken(&a, bytes));
    }
    arena_free(&a);
    return 0;
}

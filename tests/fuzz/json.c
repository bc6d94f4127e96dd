/* Whatever the bytes are, the reader ends with a sound tape or an error inside them; what it took, the writer
 * writes, and the reader takes that again as the same tape. */
#include "syntax/json/json.h"
#include "syntax/json/write.h"

#include <stdlib.h>

static void demand(bool ok)
{
    if (!ok)
        abort();
}

static void check_tape(const struct tape *t)
{
    demand(t->root == t->nodes && t->root->span == t->count);
    for (size_t i = 0; i < t->count; i++) {
        const struct node *n = &t->nodes[i];
        demand(n->span >= 1 && i + n->span <= t->count);
        demand(n->start < n->end && n->end <= t->source.len && n->line >= 1);
        demand((n->kind < NODE_SEQUENCE) == (n->text != NULL));
        demand(n->kind >= NODE_SEQUENCE || n->span == 1);
    }
    for (size_t i = 0; i < t->duplicate_count; i++)
        demand(t->duplicates[i].earlier < t->duplicates[i].key &&
               t->duplicates[i].earlier->flags & FLAG_DEAD);
}

static void check_round(struct arena *a, const struct tape *t)
{
    struct buf first = { 0 }, second = { 0 };
    struct json_writer w = { .out = &first }, again = { .out = &second, .indent = 1 };
    struct json_error error;
    struct tape back;

    demand(json_node(&w, t->root));
    demand(json_read(&back, a, buf_str(&first), &error));
    check_tape(&back);
    demand(back.duplicate_count == 0 && back.count <= t->count);
    demand(json_node(&again, back.root));
    again = (struct json_writer){ .out = &second };
    buf_reset(&second);
    demand(json_node(&again, back.root));
    demand(str_eq(buf_str(&first), buf_str(&second)));
    buf_free(&first);
    buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct tape t;
    struct json_error e = { 0 };

    if (json_read(&t, &a, (struct str){ (const char *)data, size }, &e)) {
        check_tape(&t);
        check_round(&a, &t);
    } else {
        demand(e.message.len && e.offset <= size && e.line >= 1 && e.column >= 1 && t.root == NULL);
    }
    arena_free(&a);
    return 0;
}

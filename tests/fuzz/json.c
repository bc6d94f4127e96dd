/* Whatever the bytes are, the reader ends with a sound tape or an error inside them; jansson takes no more than it does,
 * and prints what it reads again. */
#include "syntax/json/value.h"

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
        demand(t->duplicates[i].earlier < t->duplicates[i].key && t->duplicates[i].earlier->flags & FLAG_DEAD);
}

/* What jansson takes the tape's reader takes too, and the printed value reads back as the same bytes. */
static void check_value(struct str bytes, bool on_tape)
{
    struct arena a = { 0 };
    struct buf first = { 0 }, second = { 0 };
    struct json_error e = { 0 };
    json_t *value = json_parse(&a, bytes, &e);

    demand(!value || on_tape);
    demand(value || (e.message.len && e.line >= 1));
    if (value) {
        json_print(value, 0, &first);
        value = json_parse(&a, buf_str(&first), &e);
        demand(value != NULL);
        json_print(value, 0, &second);
        demand(str_eq(buf_str(&first), buf_str(&second)));
    }
    buf_free(&first);
    buf_free(&second);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct tape t;
    struct json_error e = { 0 };

    if (json_read(&t, &a, (struct str){ (const char *)data, size }, &e)) {
        check_tape(&t);
        check_value((struct str){ (const char *)data, size }, true);
    } else {
        demand(e.message.len && e.offset <= size && e.line >= 1 && e.column >= 1 && t.root == NULL);
        check_value((struct str){ (const char *)data, size }, false);
    }
    arena_free(&a);
    return 0;
}

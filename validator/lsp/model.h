/* model: a file as the editor holds it, parsed: the tape of its last text that was YAML, and what of it still stands
 * where in the text of now, so that answers come while somebody types. */
#ifndef LSP_MODEL_H
#define LSP_MODEL_H

#include "lsp/connection.h"
#include "syntax/yaml/yaml.h"

struct model {
    size_t edits; /* of the document, when it was last parsed */
    bool fits;    /* what follows is of the text of now */
    struct arena arena;
    /* Of a copy of that text, in which the actions of templates may be masked; its root is NULL where it never was
     * YAML. */
    struct tape tape;
    /* Where it does not fit: so many bytes at the start and at the end of both texts are the same. */
    size_t same_head, same_tail;
    struct arena now_arena;
    struct lines now; /* of the text of now */
};

/* The model of a document's text of now, which belongs to the document. */
const struct model *model_of(struct document *d);
void model_free(struct model *m);

/* The byte of the tape's source that stands where this byte of the text of now does. Inside of what was typed since,
 * the byte before it. */
size_t model_offset(const struct model *m, const struct document *d, size_t offset);
/* And back. */
size_t model_offset_now(const struct model *m, const struct document *d, size_t offset);

/* Collections inside one another that answers look into. */
enum { CHAIN_MOST = 64 };

/* One step down: the pair of a mapping, or the element of a list. */
struct chain_link {
    const struct node *key; /* NULL for an element */
    size_t index;           /* of an element */
    const struct node *value;
};

/* The way from the root to what stands at a byte. */
struct chain {
    struct chain_link links[CHAIN_MOST];
    size_t count;
    bool on_key;   /* at the last link's key */
    bool on_value; /* at its value, which is a scalar or an alias */
};

/* False where nothing stands there. */
bool model_chain(const struct tape *t, size_t offset, struct chain *c);
/* The value that the first count links lead to; the root for 0. */
const struct node *chain_value(const struct tape *t, const struct chain *c, size_t count);

#endif

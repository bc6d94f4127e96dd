/* cursor: where in a YAML text somebody types, from indentation alone: the text need not be YAML yet. */
#ifndef LSP_CURSOR_H
#define LSP_CURSOR_H

#include "lsp/typed_path.h"

enum cursor_at {
    CURSOR_NOWHERE, /* inside of a block scalar, or deeper than answers look */
    CURSOR_KEY,     /* a key is being typed, or the first word of a list's element */
    CURSOR_VALUE,   /* the value of steps' last key */
    CURSOR_COMMENT,
};

struct cursor {
    enum cursor_at at;
    struct path_step steps[CHAIN_MOST]; /* what the key or value lies in; of a value its key is the last */
    size_t count;
    struct str typed;   /* of the word before the cursor; of a comment all of it after "#" */
    size_t start;       /* of that word, in bytes of the text */
    size_t indent;      /* columns before the key, spaces and dashes */
    bool element;       /* the word is, or begins, an element of a list: a dash stands before it */
    struct str *beside; /* keys that the mapping has already */
    size_t beside_count, beside_cap;
};

/* Reads the text up to the offset, and what follows for keys of the same mapping. Texts are slices of text; the list in
 * a. The work is that of the text. */
void cursor_read(struct cursor *c, struct arena *a, struct str text, size_t offset);

#endif

/* named: what the text at a place is the name of, and who else in the tree uses that name (prow/index/names.h). */
#ifndef LSP_NAMED_H
#define LSP_NAMED_H

#include "lsp/kind.h"
#include "prow/index/names.h"

/* A job that a place lies in. */
struct job_spot {
    enum job_kind kind;
    struct str repo; /* the key it is listed under; empty for periodics */
    size_t index;    /* in its list */
    const struct node *node;
    size_t depth; /* links of the chain that lead to it */
};

/* False where the place is in no job. */
bool job_spot_at(struct document_kind k, const struct chain *c, struct job_spot *out);

/* One name at one place. */
struct named {
    enum name_kind kind;
    struct str of, text;     /* as struct name has them */
    struct str value;        /* of a label */
    const struct node *node; /* where it is written */
};

/* False where the text names nothing that others can name too. Texts are the tape's, or in the arena. */
bool named_at(struct document_kind k, const struct chain *c, struct arena *a, struct named *out);

/* Uses of a name, in Prow's order. */
struct named_uses {
    const struct name_use **items;
    size_t count, cap;
};

/* Every use: of a context those of its repository, of its organization and of all. In the arena. */
void named_uses(const struct prow_tree *t, const struct named *n, struct arena *a, struct named_uses *out);
/* Whether a use is what others refer to: a job, a preset's label of the same value. */
bool named_is_definition(const struct named *n, const struct name_use *u);

/* What stands at a position of an open file: everything that answers about names begin with. */
struct spot {
    struct served *folder;
    struct str relative;
    struct document *document;
    const struct model *model;
    struct document_kind kind;
    size_t offset; /* in the model's source */
    struct chain chain;
};

/* Of a TextDocumentPositionParams. False where no folder has the file, it never was YAML, or nothing stands there. */
bool spot_read(struct connection *s, const json_t *params, struct spot *out);
/* The same of the document alone: chain and offset stay empty. False where no folder has it. */
bool spot_read_document(struct connection *s, const json_t *params, struct spot *out);

/* The Range of the bytes [start, end) of the model's source, where they stand in the text of now; of a node. */
json_t *spot_range(const struct connection *s, const struct spot *at, size_t start, size_t end);
json_t *spot_node_range(const struct connection *s, const struct spot *at, const struct node *n);

#endif

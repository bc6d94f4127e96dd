/* documents: the files that an editor holds, with the version of each, and what it says of them. */
#ifndef LSP_DOCUMENTS_H
#define LSP_DOCUMENTS_H

#include "base/map.h"
#include "lsp/position.h"
#include "lsp/server.h"

#include <jansson.h>

/* Opened once at least; kept after it is closed. */
struct document {
    bool open;
    json_int_t version; /* as the client counts */
    struct buf text;
};

struct documents {
    struct arena arena;
    struct map by_path; /* relative to the tree: struct document */
    enum position_encoding encoding;
};

/* It points into itself, so it stays where it is. */
void documents_init(struct documents *d);
void documents_free(struct documents *d);

/* The open document of a path, or NULL. */
struct document *documents_find(const struct documents *d, struct str path);

/* textDocument/didOpen, didChange, didClose, and workspace/didChangeWatchedFiles: true where the workspace was told of
 * something. Whatever is malformed, older than what is held, or of a file that is not in the tree is passed over. */
bool documents_notify(struct documents *d, const struct lsp_tree *tree, const char *method, const json_t *params);

#endif

/* publish: findings as diagnostics. */
#ifndef LSP_PUBLISH_H
#define LSP_PUBLISH_H

#include "lsp/documents.h"

/* Appends a message; takes the reference. What JSON can't say (a text that is no UTF-8) is left out. */
void publish_message(struct buf *out, json_t *message);

/* textDocument/publishDiagnostics for each file whose findings are not those of the time before, with the version of those
 * that are open. Findings of the tree itself belong to no file, and are not said. */
void publish_changed(struct buf *out, const struct lsp_tree *tree, const struct documents *d);

#endif

/* lsp_pipelines: deployment pipelines of a tree that somebody edits. Judging all of them in all contexts takes seconds,
 * so it is done beside the serving, on the tree as it was when it began. */
#ifndef COMMAND_LSP_PIPELINES_H
#define COMMAND_LSP_PIPELINES_H

#include "command/judged.h"
#include "engine/workspace.h"

struct lsp_pipelines;

/* For a tree with pipelines; what is given outlives it. NULL where threads can't be had: they are judged with the rest
 * then. */
struct lsp_pipelines *lsp_pipelines_new(struct judged *judged, const struct workspace *w);
/* Waits for what is under way. */
void lsp_pipelines_free(struct lsp_pipelines *p);

/* Begins to judge them, where something changed since they were judged and nothing is under way. True where something
 * is. */
bool lsp_pipelines_begin(struct lsp_pipelines *p);
/* A descriptor that can be read from once what is under way is done. */
int lsp_pipelines_done(const struct lsp_pipelines *p);
/* Takes what was found, waiting for it where it is under way; from then on it is what the judged tree has. False where
 * there was nothing, or the tree is another one meanwhile. */
bool lsp_pipelines_take(struct lsp_pipelines *p);

#endif

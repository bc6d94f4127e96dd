/* publish: findings as diagnostics, told unasked and when asked (LSP 3.17, publishDiagnostics, diagnostic). */
#ifndef LSP_PUBLISH_H
#define LSP_PUBLISH_H

#include "lsp/connection.h"

/* textDocument/publishDiagnostics for each file of the folder whose findings are not those of the time before, with the
 * version of those that are open, and for each that was edited, where the client does not ask by itself. Findings of
 * the tree itself belong to no file: they are said of the main file. */
void publish_changed(struct connection *s, struct served *f);
/* Takes back what was published: the folder is let go. */
void publish_nothing(struct connection *s, struct served *f);
/* Tells what keeps a folder from being judged where it stands: lines of "FILE:LINE:COLUMN: text", others are passed
 * over. Takes back what was told before. An empty text: nothing does any more. */
void publish_refusals(struct connection *s, struct served *f, struct str why);
/* Asks the client to ask again: diagnostics, where it asks for them, lenses, hints, tokens. */
void publish_refresh(struct connection *s);

/* textDocument/diagnostic and workspace/diagnostic. */
json_t *answer_diagnostic(struct connection *s, const json_t *params);
json_t *answer_workspace_diagnostic(struct connection *s, const json_t *params);

/* A finding as a Diagnostic; t reads the files of its folder. */
json_t *diagnostic_json(const struct connection *s, const struct served *f, struct texts *t, const struct finding *x);
/* What one finding is known by in an answer's "data": its fingerprint. */
struct str diagnostic_id(struct arena *a, const struct finding *x);

#endif

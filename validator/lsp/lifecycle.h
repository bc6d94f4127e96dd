/* lifecycle: how a session begins, what the server says that it can do, and what it asks of the client (LSP 3.17). */
#ifndef LSP_LIFECYCLE_H
#define LSP_LIFECYCLE_H

#include "lsp/session.h"

/* The result of initialize. */
json_t *lifecycle_initialize(struct session *s, const json_t *params);
/* After "initialized": registers for watched files and asks for the configuration where the client offers that. */
void lifecycle_initialized(struct session *s);
/* The answer to one of the server's own requests. */
void lifecycle_answered(struct session *s, const char *id, const json_t *result);
/* workspace/didChangeConfiguration, workspace/didChangeWorkspaceFolders; false where the method is none of them. */
bool lifecycle_notify(struct session *s, const char *method, const json_t *params);

#endif

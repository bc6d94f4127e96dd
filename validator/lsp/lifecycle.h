/* lifecycle: how a connection begins, what the server says that it can do, and what it asks of the client (LSP 3.17).
 * */
#ifndef LSP_LIFECYCLE_H
#define LSP_LIFECYCLE_H

#include "lsp/connection.h"

/* The result of initialize. */
json_t *lifecycle_initialize(struct connection *s, const json_t *params);
/* After "initialized": registers for watched files and asks for the configuration where the client offers that. */
void lifecycle_initialized(struct connection *s);
/* The answer to one of the server's own requests. */
void lifecycle_answered(struct connection *s, const char *id, const json_t *result);
/* workspace/didChangeConfiguration, workspace/didChangeWorkspaceFolders; false where the method is none of them. */
bool lifecycle_notify(struct connection *s, const char *method, const json_t *params);

#endif

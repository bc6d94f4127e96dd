/* server: a language client's messages to what prowgate knows of its folders, and back (LSP 3.17). */
#ifndef LSP_SERVER_H
#define LSP_SERVER_H

#include "lsp/host.h"

/* Serves until the client says exit, is gone (the end of in, or the process that initialize named), or sends what is no
 * message. True where it said shutdown before exit, as the protocol wants it for status 0. in and out: open files,
 * which stay open. */
bool lsp_serve(const struct lsp_host *host, int in, int out);

#endif

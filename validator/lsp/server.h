/* server: a language client's messages to a workspace, and its findings to the client (LSP 3.17). */
#ifndef LSP_SERVER_H
#define LSP_SERVER_H

#include "engine/workspace.h"

/* What a client is served: both outlive the serving. */
struct lsp_tree {
    struct workspace *workspace;
    struct str root; /* the absolute path of the folder that the workspace's paths are relative to */
};

/* Serves until the client says exit, is gone (the end of in), or sends what is no message. True where it said shutdown
 * before exit, as the protocol wants it for status 0. in and out: open files, which stay open. */
bool lsp_serve(const struct lsp_tree *tree, int in, int out);

#endif

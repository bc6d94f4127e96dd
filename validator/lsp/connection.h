/* connection: what one language client said of itself and holds: its folders, its open files, its settings. */
#ifndef LSP_CONNECTION_H
#define LSP_CONNECTION_H

#include "lsp/host.h"
#include "lsp/texts.h"
#include "lsp/uri.h"

#include "prow/files/typed.h"

/* What the client can do; each is asked for by the capability of that name. */
struct client {
    enum position_encoding encoding;
    bool pulls;                 /* textDocument.diagnostic: it asks, and is not told unasked */
    bool refreshes_diagnostics; /* workspace.diagnostics.refreshSupport */
    bool refreshes_lenses;      /* workspace.codeLens.refreshSupport */
    bool refreshes_hints;       /* workspace.inlayHint.refreshSupport */
    bool refreshes_tokens;      /* workspace.semanticTokens.refreshSupport */
    bool snippets;              /* completionItem.snippetSupport */
    bool literal_actions;       /* codeAction.codeActionLiteralSupport */
    bool tree_symbols;          /* documentSymbol.hierarchicalDocumentSymbolSupport */
    bool versioned_edits;       /* workspaceEdit.documentChanges */
    bool progress;              /* window.workDoneProgress */
    bool configuration;         /* workspace.configuration */
    bool watches;               /* workspace.didChangeWatchedFiles.dynamicRegistration */
    bool shows_documents;       /* window.showDocument */
    bool markdown;              /* hover.contentFormat */
};

/* A folder that the client opened. */
struct served {
    struct str alias, real; /* absolute, as the client names it, and as the disk does */
    bool open, refused;     /* folder is judged; it can't be, which was said */
    bool again;             /* what it is judged by changed: it has to be opened anew */
    bool stale;             /* something changed since it was judged */
    int under_way;          /* the descriptor of what was begun beside (struct lsp_host); -1 without */
    struct lsp_folder folder;
    json_t *shown;      /* by URI: paths of files that the client shows diagnostics of; NULL before any */
    json_t *refusals;   /* by URI: diagnostics of what keeps it from being judged, as they were told; NULL for none */
    struct arena arena; /* while it is open: */
    struct typed_window typed;
    const struct tape *schemas[2]; /* lsp/schema_path.h, once they were asked for */
    struct served *next;
};

struct model;

/* A file that the client opened once at least; kept after it is closed. */
struct document {
    struct str path; /* absolute, as the disk has it */
    bool open;
    json_int_t version; /* as the client counts */
    struct buf text;
    struct model *model; /* what it holds, as it was last asked for (lsp/model.h); NULL before */
    bool told;           /* the log says whose file it is */
    size_t edits;        /* how often the text changed */
    size_t published;    /* edits of the text that the client was told the diagnostics of */
};

struct connection {
    const struct lsp_host *host;
    struct arena arena;
    struct served *folders;
    struct map documents; /* by path: struct document */
    struct client client;
    struct lsp_settings settings, configured; /* in force; as the client said them last */
    struct buf out;                           /* messages that wait to be written */
    json_int_t asked;                         /* requests of the server's own */
    json_t *told;                             /* the status that was told last (lsp/status.h) */
    int error;                                /* of the request at hand: 0, or the code to refuse it with, and why */
    char why[256];
};

void connection_init(struct connection *s, const struct lsp_host *host);
void connection_free(struct connection *s);

/* Adds a folder by its absolute path; one that is there already stays. */
void connection_add_folder(struct connection *s, struct str path);
void connection_remove_folder(struct connection *s, struct str path);
/* Opens the folders that are not, and those that have to be, anew. */
void connection_open_folders(struct connection *s);
/* Whether a folder waits to be opened or judged. */
bool connection_waits(const struct connection *s);
/* All folders have to be opened anew: settings changed. */
void connection_reopen(struct connection *s);

/* The open file of a textDocument, NULL where there is none. */
struct document *connection_document(struct connection *s, const json_t *text_document);
/* The open file of an absolute path, or NULL. */
struct document *connection_document_at(const struct connection *s, struct str path);
/* The open folder with this absolute path, and the path relative to its root; NULL where no folder has it. */
struct served *connection_served(struct connection *s, struct str path, struct str *relative);
/* The path that a URI names, as the disk has it, in the arena. */
bool connection_path(const struct connection *s, struct arena *a, const char *uri, struct str *path);
/* The URI of a file of a folder, as the client names it; in the arena. */
struct str connection_uri(const struct connection *s, struct arena *a, const struct lsp_folder *f, struct str relative);

/* textDocument/didOpen, didChange, didClose, didSave, and workspace/didChangeWatchedFiles. Whatever is malformed, older
 * than what is held, or in no folder is passed over. False where the method is none of them. */
bool connection_notify(struct connection *s, const char *method, const json_t *params);

/* Judges what is stale; published findings go to connection.out (lsp/publish.h). Begins what is judged beside. */
void connection_judge(struct connection *s);
/* Takes what is done of that, or waits for all of it; what it gave makes the folder stale. True where any is. */
bool connection_take(struct connection *s, bool wait);

/* Appends a message; takes the reference. What JSON can't say is left out. */
void connection_send(struct connection *s, json_t *message);
/* A notification, and a request whose answer is not waited for; take the reference to params. */
void connection_tell(struct connection *s, const char *method, json_t *params);
void connection_ask(struct connection *s, const char *method, json_t *params);
/* window/logMessage: type 1 error, 2 warning, 3 information. */
void connection_log(struct connection *s, int type, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Refuses the request at hand; gives NULL. */
json_t *connection_refuse(struct connection *s, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif

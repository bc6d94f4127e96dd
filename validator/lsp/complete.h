/* complete: candidates for what is being typed. */
#ifndef LSP_COMPLETE_H
#define LSP_COMPLETE_H

#include "lsp/cursor.h"
#include "lsp/named.h"

/* CompletionItemKind, those in use. */
enum { ITEM_FIELD = 5, ITEM_VALUE = 12, ITEM_ENUM = 20, ITEM_SNIPPET = 15, ITEM_REFERENCE = 18, ITEM_KEYWORD = 14 };

/* One request. */
struct completion {
    struct connection *connection;
    struct served *folder;
    struct document *document;
    struct document_kind kind;
    struct str relative;
    struct str text; /* of now */
    size_t offset;
    struct cursor cursor;
    const struct typed_window *window; /* of the type; NULL where it is not Prow's */
    struct typed_spot spot;            /* of what the cursor lies in; of a value, of the value */
    struct arena arena;
    json_t *range; /* of the word that a candidate takes the place of */
    json_t *items;
    struct map put;  /* texts of candidates, where several parts of a schema may have one */
    bool keyed;      /* a colon stands behind the word already */
    bool incomplete; /* there are more than were given */
};

/* A candidate, as it is to be written. detail and documentation may be empty; insert is a snippet where the client
 * takes those, NULL for the text itself. */
struct candidate {
    struct str text, detail, documentation;
    const char *insert;
    int kind;
    bool last; /* stands behind the others: what is deployed does not know it */
    bool deprecated;
};

void complete_put(struct completion *c, const struct candidate *one);

/* Whether the text is a candidate already; it is one from now on. */
bool complete_has(struct completion *c, struct str text);

/* What may stand in the expression of an own rule; in complete_expression.c. False where there is none. */
bool complete_expression(struct completion *c);

/* Names that the tree knows, for a value, a key of a mapping, or an element of a list; in complete_names.c. */
void complete_names(struct completion *c);

#endif

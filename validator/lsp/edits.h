/* edits: changes to files as a client applies them (WorkspaceEdit). */
#ifndef LSP_EDITS_H
#define LSP_EDITS_H

#include "lsp/connection.h"

/* Edits of the files of one folder, gathered. */
struct edits {
    const struct connection *connection;
    const struct served *folder;
    struct texts *texts;
    json_t *by_uri;    /* lists of TextEdit */
    struct map places; /* that were put already: one edit each */
    size_t count;
};

void edits_init(struct edits *e, const struct connection *s, const struct served *f, struct texts *t);
/* Text in place of what stands at a place. */
void edits_put(struct edits *e, const struct place *at, struct str text);
/* The same where only the name at the place is meant: quotes around it stay. False, with nothing added, where something
 * else stands there. */
bool edits_rename(struct edits *e, const struct place *at, struct str was, struct str is);
/* The WorkspaceEdit; a new reference. With versions where the client wants them. Ends the gathering. */
json_t *edits_take(struct edits *e);
/* Gives up what was gathered. */
void edits_drop(struct edits *e);

#endif

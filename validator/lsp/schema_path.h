/* schema_path: which parts of a JSON Schema judge a place of a file, for what they say of it: fields, words, values. Of
 * alternatives all that may apply are taken, so an answer offers too much rather than too little. */
#ifndef LSP_SCHEMA_PATH_H
#define LSP_SCHEMA_PATH_H

#include "lsp/kind.h"
#include "lsp/typed_path.h"

/* More parts than that are not looked at. */
enum { SCHEMA_PARTS = 96 };

struct schema_parts {
    const struct node *root; /* of the schema */
    const struct node *items[SCHEMA_PARTS];
    size_t count;
};

/* The parts for what the steps lead to. t, c: the file's own mappings on the way, whose values alternatives
 * look at ("action: Shell"); t may be NULL. but: a key whose value is not looked at, because it is being written. */
void schema_path(struct schema_parts *out, const struct node *root, const struct path_step *steps, size_t count,
                 const struct tape *t, const struct chain *c, struct str but);

/* The schema that a file of pipelines is judged by; NULL where there is none. Lives as long as the folder is open. */
const struct tape *schema_of(struct served *f, struct document_kind kind, struct str relative, const struct model *m);
/* The steps of a layered configuration without those that say for which cloud, environment, region and stamp it holds;
 * false where the place lies in no layer. */
bool schema_layer_steps(const struct path_step **steps, size_t *count);

#endif

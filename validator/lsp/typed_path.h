/* typed_path: which Go type of Prow's stands at a place of a file, and which field it is the value of. */
#ifndef LSP_TYPED_PATH_H
#define LSP_TYPED_PATH_H

#include "lsp/model.h"
#include "prow/files/typed.h"

/* One step down: into a key, or into an element of a list. */
struct path_step {
    struct str key;
    bool element;
};

struct typed_spot {
    const struct go_type *type;    /* what may stand there, without pointers; NULL where nothing is known */
    const struct go_struct *owner; /* the struct of the last field on the way; NULL where there is none */
    const struct go_field *field;  /* that field */
    size_t field_depth;            /* how many steps lead to its value */
};

/* From this root. Without a window, as for what is no file of Prow's, every field is known. A field that the deployed
 * versions read in several forms is taken as the newest of them reads it. */
struct typed_spot typed_path(const struct typed_window *w, const struct go_type *root, const struct path_step *steps,
                             size_t count);
/* The steps of a chain, into steps, which has room for CHAIN_MOST. Without the last where the chain ends at its key. */
size_t chain_steps(const struct chain *c, struct path_step *steps);
/* The form of a field that deployed versions know, or the newest; NULL where no version ever had it. */
const struct go_field *typed_field(const struct typed_window *w, const struct go_struct *s, struct str name);
/* Whether some, and all, deployed versions know the field; w may be NULL as above. */
bool field_is_known(const struct typed_window *w, const struct go_field *f, bool *by_all);

#endif

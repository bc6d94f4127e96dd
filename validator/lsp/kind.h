/* kind: whose file it is: which of the files of a tree prowgate knows what to say of. */
#ifndef LSP_KIND_H
#define LSP_KIND_H

#include "lsp/model.h"

enum file_kind {
    KIND_OTHER, /* nobody's: left alone */
    KIND_PROW,  /* of a role; see struct document_kind */
    KIND_PROJECT,
    KIND_ACKS,
    KIND_OWN_RULES,
    KIND_PIPELINE,
    KIND_TOPOLOGY,
    KIND_PIPELINE_CONFIG,
};

struct document_kind {
    enum file_kind kind;
    enum prow_role role; /* KIND_PROW */
    struct str repo;     /* of a .prow.yaml; else empty */
};

/* Of a file of a folder that was judged. m: its model, or NULL where nobody holds it. */
struct document_kind kind_of(const struct served *f, struct str relative, const struct model *m);
/* The type that a file of this kind is decoded into, and the versions that do it, NULL where they are not Prow's; NULL
 * where no Go type says what the file may hold. */
const struct go_type *kind_type(const struct served *f, struct document_kind k, const struct typed_window **w);
/* For the log: why the file is, or is not, one that is looked at. */
const char *kind_words(struct document_kind k);

#endif

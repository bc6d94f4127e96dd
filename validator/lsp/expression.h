/* expression: what is typed in the CEL expression of an own rule, with the types that its variables have there. */
#ifndef LSP_EXPRESSION_H
#define LSP_EXPRESSION_H

#include "lsp/named.h"
#include "prow/own/own_types.h"

struct expression {
    struct own_types *types;
    unsigned kinds;               /* what the rule is about */
    const struct node *variables; /* its own ones; NULL without */
    struct str text;              /* of the scalar, as it is written, up to the place */
    struct str word;              /* the last name in it, which may be empty */
    bool after_dot;
    const struct cel_type *type; /* of what stands before the dot; NULL where that is not known */
};

/* False where the place, an offset of the model's source, is in no expression. Everything in the arena. */
bool expression_at(const struct tape *t, const struct chain *c, size_t offset, struct arena *a, struct expression *out);
/* The type of a name where the expression stands: a field of what is before the dot, or a variable. NULL where nothing
 * is known of it. doc: what there is to say of it, or empty. */
const struct cel_type *expression_type(const struct expression *e, struct str name, struct str *doc);

#endif

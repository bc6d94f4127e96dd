/* export_type: the parts of export.c that know each other. */
#ifndef SCHEMA_EXPORT_TYPE_H
#define SCHEMA_EXPORT_TYPE_H

#include "schema/decode_walk.h"
#include "schema/export.h"
#include "syntax/json/value.h"

/* A type with a name, as some versions read it at some place: each becomes a definition, unless it prints the same as
 * another. The first one is the root. */
struct form {
    struct target target;
    const struct go_type *type; /* of the target, without pointers */
    size_t class, next_class;   /* the first form that prints the same */
    struct str name;            /* of the definition, once the classes are known */
};

struct exporter {
    const struct schema_export *e;
    struct arena *arena;
    json_t *o; /* the schema that is being written */
    struct form *forms;
    size_t count, cap;
};

/* The form of a target, found or added. */
size_t export_form_of(struct exporter *x, struct target t);
/* One form as a text, in which references are numbers of classes. */
void export_form(struct exporter *x, size_t form, struct buf *out);
/* The members of a form, into x->o. */
void export_members(struct exporter *x, size_t form);
/* The members of any type's schema, into x->o. */
void export_type(struct exporter *x, struct target t);
/* A type's schema into an object of its own, which stands in x->o no longer than this takes. */
void export_whole(struct exporter *x, json_t *o, struct target t);
/* The members of a struct's schema: properties and what is to say about other keys. */
void export_fields(struct exporter *x, const struct form *f, bool root);

#endif

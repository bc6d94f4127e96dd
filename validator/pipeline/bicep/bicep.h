/* bicep: what a .bicep or .bicepparam file declares: parameters, outputs, variables, resources, modules, and the file
 * that it uses. Expressions are not evaluated; what is not understood is passed over, so a rule may take what is here
 * for there, but never what is not here for missing where the file is damaged. Fact sheet 1.5, and the language's
 * specification. */
#ifndef PIPELINE_BICEP_BICEP_H
#define PIPELINE_BICEP_BICEP_H

#include "base/arena.h"

enum bicep_kind { BICEP_USING, BICEP_PARAM, BICEP_OUTPUT, BICEP_VAR, BICEP_RESOURCE, BICEP_MODULE };

/* A key of an object, as written at one level. */
struct bicep_property {
    struct str name, value; /* value: its expression, trimmed */
    uint32_t offset;        /* of the name */
};

struct bicep_decl {
    enum bicep_kind kind;
    struct str name;
    struct str type;  /* of a param or output: "string", "'a' | 'b'", "string[]"; of a resource: without its version */
    struct str path;  /* of using and module */
    struct str value; /* what stands after "="; empty where nothing does */
    bool existing;    /* a resource that is looked up */
    bool conditional; /* only deployed where something holds, or several times */
    uint32_t offset;  /* of the statement, decorators left out */
    uint32_t name_offset;
    struct bicep_property *properties; /* of a resource's or a module's object */
    size_t property_count;
};

struct bicep {
    struct str text;
    struct bicep_decl *decls; /* in the order of the text; nested resources follow the one they stand in */
    size_t count;
    bool there;   /* the file exists */
    bool damaged; /* brackets or quotes do not close: something may be missing */
};

/* Reads text, which must live as long as what is returned. Looks at every byte a bounded number of times. */
void bicep_read(struct bicep *b, struct arena *a, struct str text);

/* The first of this kind by this name; NULL where there is none. */
const struct bicep_decl *bicep_find(const struct bicep *b, enum bicep_kind kind, struct str name);
/* The value of a property; empty where there is none. */
struct str bicep_property(const struct bicep_decl *d, struct str name);
/* The properties of an object expression "{ a: x }"; in a. */
struct bicep_property *bicep_object(struct str text, struct str object, struct arena *a, size_t *count);
/* The text of a plain string literal 'x', without quotes; false where it is anything else. */
bool bicep_literal(struct str value, struct str *out);
/* Whether a param may be left out: it has a default, or its type takes null. */
bool bicep_optional(const struct bicep_decl *param);

#endif

/* causes: why a document does not fit a schema, as github.com/santhosh-tekuri/jsonschema v6 answers: every violation,
 * as a tree, in its words. ARO-Tools validates with that library, and its words are what people search for.
 *
 * It works on the tables of schema_compile and gives the verdict that schema_validate gives; it is slower, so ask
 * schema_validate first. */
#ifndef JSONSCHEMA_CAUSES_H
#define JSONSCHEMA_CAUSES_H

#include "jsonschema/jsonschema.h"

/* One violation, with those below it that it follows from. Lives in the arena given. */
struct schema_cause {
    enum {
        CAUSE_LEAF,
        CAUSE_FALSE,     /* a false schema; below unevaluatedProperties it often follows from another violation */
        CAUSE_GROUP,     /* several violations of one subschema */
        CAUSE_REFERENCE, /* not printed when it has one cause */
        CAUSE_BRANCHES,  /* allOf, anyOf, oneOf, contains: causes are those of the branches */
    } kind;
    bool from_unevaluated;       /* CAUSE_FALSE by unevaluatedProperties or unevaluatedItems */
    const struct node *instance; /* the value that was judged */
    const struct node *key;      /* the key at fault (unknown, forbidden), or the key of instance; NULL for elements */
    struct str pointer;          /* JSON Pointer of the instance */
    struct str keyword;          /* that failed: "required", "enum"; empty for groups */
    struct str text;             /* the words */
    uint32_t schema;             /* the subschema that asked */
    const struct schema_cause *first, *next;
};

/* Gives a keyword of the schema's own a meaning, as a vocabulary of the library does: asked for every subschema that
 * has it and every value judged by it. say(to, text) adds a violation. */
struct schema_extension {
    struct str keyword;
    void (*judge)(void *context, const struct node *keyword, const struct node *instance, struct arena *a,
                  void (*say)(void *to, struct str text), void *to);
    void *context;
};

/* NULL when the instance (NULL: null) fits. *undecided is set, and the answer means nothing, where it nests too
 * deeply or takes too many steps. extension may be NULL. */
const struct schema_cause *schema_causes(const struct schema *s, const struct node *instance,
                                         const struct schema_extension *extension, struct arena *a, bool *undecided);

/* The lines below "jsonschema validation failed with 'X'", in the library's form and sorted: siblings bytewise with
 * what is below them, for the library's own order is that of a Go map. In a. */
struct str *schema_cause_lines(const struct schema_cause *top, struct arena *a, size_t *count);

/* 'text' as the library quotes: %q with " bare and ' escaped. */
struct str schema_cause_quote(struct arena *a, struct str s);

#endif

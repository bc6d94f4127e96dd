/* jsonschema: JSON Schema 2020-12 and draft-07 (and enough of 2019-09 for schemas that refer to it) over
 * tapes. A schema is a tape, read from JSON or YAML; it is compiled once, for one window of deployed
 * versions, into tables that never change and that any number of threads may use. Validation walks the data
 * once and collects every violation. Nothing is fetched: references lead into the schema itself, into
 * documents given with it, or to the meta-schemas that ship inside the program. */
#ifndef JSONSCHEMA_JSONSCHEMA_H
#define JSONSCHEMA_JSONSCHEMA_H

#include "base/arena.h"
#include "syntax/regex/regex.h"
#include "syntax/tape.h"

enum schema_draft { SCHEMA_DRAFT_2020_12, SCHEMA_DRAFT_7, SCHEMA_DRAFT_2019_09 };

/* A document that references may lead to; uri is where it would be fetched from ("common.yaml" will do where
 * the schemas refer to it so). Its own $id counts as well. */
struct schema_document {
    struct str uri;
    const struct tape *tape;
};

/* A checker for the keyword format. False when value, always a string, is not of this format; it may then say
 * why in *why (in the arena), which ends the message. Must be thread-safe. */
struct schema_format {
    struct str name;
    bool (*check)(struct str value, struct arena *a, struct str *why);
};

/* A zeroed struct is a fair set of options. Everything it points to must outlive the schema. */
struct schema_options {
    struct str uri;          /* where the schema itself comes from: the base of relative references */
    enum schema_draft draft; /* for documents without $schema */
    const struct schema_document *documents;
    size_t document_count;
    const struct schema_format *formats;
    size_t format_count;
    /* Whether format is asserted by the given checkers. Without it format says nothing, unless the schema's
     * vocabularies demand it. A format without checker always says nothing. */
    bool assert_formats;
    /* Asked for each subschema that has x-since or x-until, and for each entry of an x-values beside an enum
     * (a mapping from a string to its x-since and x-until): whether it is there for the deployed window. What
     * is not there counts as not written: a property is unknown (and not required), an element of allOf,
     * anyOf, oneOf is missing, another keyword's subschema takes the keyword with it, an enum lacks the
     * value; a value that only x-values names is accepted where it is there. A subschema whose $ref leads to
     * one that is not there is not there either. NULL: everything is there, as it is written. */
    bool (*present)(void *context, const struct node *subschema_or_value);
    void *present_context;
    /* Extension keywords to be reported where they apply (schema_report's annotation). */
    const struct str *annotations;
    size_t annotation_count;
};

struct schema;

/* Why a schema can't be used. */
struct schema_error {
    struct str message;
    struct str pointer;       /* JSON Pointer of the place in its document; after the document's URI and '#' when it
                         * is not the schema's own */
    const struct node *where; /* the node to point at; NULL when there is none */
};

/* Compiles the schema on the tape; tape and source must outlive it. NULL with *error filled (texts in a) when
 * it is malformed, a reference leads nowhere, a pattern can't be compiled, or its $schema is unknown. Give
 * the result to schema_free. */
struct schema *schema_compile(const struct tape *tape, const struct schema_options *options, struct arena *a,
                              struct schema_error *error);
void schema_free(struct schema *s); /* takes NULL */

/* The meta-schema of a draft, compiled: for checking that a schema is one. Fails as schema_compile does. */
struct schema *schema_compile_meta(enum schema_draft draft, struct arena *a, struct schema_error *error);

/* Subschemas are numbers: 0 is the schema's root. */
enum { SCHEMA_ROOT = 0 };
#define SCHEMA_NONE UINT32_MAX

/* One thing that is wrong. Lives as long as the scratch memory is not reset. */
struct schema_violation {
    const struct node *at;       /* the node to point at: never NULL; a key where the key is at fault */
    const struct node *instance; /* the value that was judged, aliases followed */
    const struct node *key;      /* the key it is the value of; NULL for the root and for elements */
    struct str keyword;          /* "type", "additionalProperties" ...; "false" for a false schema */
    struct str pointer;          /* JSON Pointer of the keyword in the schema; as in schema_error */
    struct str message;          /* one line: what was found, what is allowed */
    struct str hint;             /* what to try, or empty: "did you mean "image"?" */
    const uint32_t *schemas;     /* subschemas applied to instance at this point, innermost first; at least one */
    size_t schema_count;
};

enum schema_verdict {
    SCHEMA_VALID,
    SCHEMA_INVALID,
    SCHEMA_UNDECIDED, /* the error says why: a reference that never ends, too many steps, too deep. Never a
                         pass */
};

/* Where results go. Calls come at the end of schema_validate, in the order of discovery, which is that of the
 * document below one subschema. Nothing is called when the verdict is undecided. */
struct schema_report {
    void *context;
    /* Every violation. Of anyOf and oneOf the violations of the closest alternative. NULL: only the verdict
     * is wanted, and the walk ends at the first violation. */
    void (*violation)(void *context, const struct schema_violation *v);
    /* Every value that a subschema with one of the options' annotations accepted; also in a document that is
     * invalid elsewhere. key as above. May be NULL. */
    void (*annotation)(void *context, const struct node *instance, const struct node *key, uint32_t subschema);
};

/* Memory of one worker for validating, zeroed before the first use and kept from call to call.
 * schema_validate does not reset the arena: whoever is done with the violations does, with arena_reset. */
struct schema_scratch {
    struct arena arena;
    struct regex_scratch regex;
    uint64_t step_limit; /* 0: four million and 64 more a node of the document */
};
void schema_scratch_free(struct schema_scratch *s);

/* Validates the value against the schema. NULL, an empty document, is judged as null. report may be NULL.
 * *error is filled for SCHEMA_UNDECIDED and lives in scratch. */
enum schema_verdict schema_validate(const struct schema *s, const struct node *instance, struct schema_scratch *scratch,
                                    const struct schema_report *report, struct str *error);

/* What the compiled schema knows, for editors and for whoever gives extension keywords a meaning. */

/* The node of the schema document that became this subschema: a mapping, or true or false. */
const struct node *schema_source(const struct schema *s, uint32_t subschema);
/* The value of a keyword as it is written there ("x-go-type", "description" ...), or NULL. */
const struct node *schema_keyword(const struct schema *s, uint32_t subschema, struct str keyword);
/* The first of the violation's subschemas that has the keyword gives its value; NULL when none has. */
const struct node *schema_violation_keyword(const struct schema *s, const struct schema_violation *v,
                                            struct str keyword);
/* JSON Pointer of a subschema, as in schema_error. */
struct str schema_pointer(const struct schema *s, uint32_t subschema, struct arena *a);
/* The subschema for a key or for the element at an index, through $ref, allOf, anyOf and oneOf (the first
 * that knows it); SCHEMA_NONE when there is none. Properties win over patterns, patterns over
 * additionalProperties. */
uint32_t schema_property(const struct schema *s, uint32_t subschema, struct str key);
uint32_t schema_element(const struct schema *s, uint32_t subschema, size_t index);
/* Every key that properties names, through the same keywords, each once. Returns false when each did. */
bool schema_each_property(const struct schema *s, uint32_t subschema,
                          bool (*each)(void *context, struct str key, uint32_t subschema, bool required),
                          void *context);

/* JSON Pointer of a node (a value or a key) below root; aliases lead to where they were first met. Empty for
 * root, and p NULL when node is not below root. */
struct str schema_instance_pointer(const struct node *root, const struct node *node, struct arena *a);

#endif

/* What the files that compile a schema share. */
#ifndef JSONSCHEMA_BUILD_H
#define JSONSCHEMA_BUILD_H

#include "base/map.h"
#include "jsonschema/compiled.h"

/* Vocabularies as bits; USUAL are those of every draft's own meta-schema. */
enum {
    VOCABULARY_CORE = 1,
    VOCABULARY_APPLICATOR = 2,
    VOCABULARY_UNEVALUATED = 4,
    VOCABULARY_VALIDATION = 8,
    VOCABULARY_FORMAT = 16,
    VOCABULARY_FORMAT_ASSERTION = 32,
    VOCABULARY_OTHER = 64,
    VOCABULARY_USUAL = 95,
};

/* How a keyword's value holds subschemas. */
enum keyword_form {
    FORM_VALUE, /* not at all */
    FORM_SCHEMA,
    FORM_LIST,
    FORM_MAP,
    FORM_ITEMS,        /* a schema or a list of them */
    FORM_DEPENDENCIES, /* a map of schemas or lists of names */
};

struct compile;

struct keyword_entry {
    struct str name;
    enum keyword id;
    uint8_t drafts; /* bit of each enum schema_draft that has it */
    uint8_t vocabulary;
    uint8_t form;
    bool (*compile)(struct compile *c, const struct node *value); /* NULL: nothing to compile */
};

/* The keyword in this draft, or NULL. */
const struct keyword_entry *keyword_find(struct str name, enum schema_draft draft);

/* What is known of document i of builder.given. */
struct document {
    uint32_t *resources; /* by tape node: resource plus one where a subschema begins, 0 elsewhere */
    uint32_t *compiled;  /* by tape node: subschema plus one */
};

/* A part of a document with a URI of its own. */
struct resource {
    uint32_t document;
    const struct node *root;
    struct str uri; /* without fragment */
    enum schema_draft draft;
    uint8_t vocabularies;
};

/* A subschema's place. */
struct place {
    uint32_t document, resource;
    const struct node *node; /* aliases followed */
};

struct anchor_place {
    uint32_t name; /* number in anchor_names */
    struct place place;
};

struct builder {
    struct schema *schema;
    const struct schema_options *options;
    struct arena *error_arena;
    struct schema_error *error;
    struct arena scratch; /* what compiling needs and the schema does not */

    struct schema_document *given; /* every document loaded, the schema's own first */
    struct document *documents;
    size_t document_count, given_cap, document_cap;
    bool *loaded; /* by index of the options' documents */
    struct resource *resources;
    size_t resource_count, resource_cap;
    struct map uris;    /* URI of a resource -> struct place */
    struct map anchors; /* URI#anchor -> struct place */
    struct place *scan; /* places still to be scanned for identifiers */
    size_t scan_count, scan_cap;
    enum schema_draft default_draft;
    unsigned meta_depth; /* meta-schemas being looked up for each other */

    struct keyset anchor_names;
    struct anchor_place *dynamic_anchors;
    size_t dynamic_anchor_count, dynamic_anchor_cap;
    bool has_dynamic_ref;

    size_t subschema_cap, anchor_cap;
};

/* Number of a node on its document's tape. */
static inline size_t builder_index(const struct builder *b, uint32_t document, const struct node *n)
{
    return (size_t)(n - b->given[document].tape->nodes);
}

/* The subschema being compiled. */
struct compile {
    struct builder *b;
    struct place place;
    struct subschema out;
    struct object_part *object;
    struct array_part *array;
    struct string_part *string;
    struct number_part *number;
    struct logic_part *logic;
    const struct keyword_entry *keyword;
};

/* Notes an error at a node of a document, the first one only; returns false. */
bool builder_fail(struct builder *b, uint32_t document, const struct node *where, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* The same for the keyword being compiled. */
bool compile_fail(struct compile *c, const struct node *where, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* jsonschema_load.c: documents and their identifiers. */

/* Adds a document and finds all its identifiers; *root is its root's place. */
bool schema_load_document(struct builder *b, struct str uri, const struct tape *tape, struct place *root);
/* Scans what waits in b->scan. */
bool schema_load_scan(struct builder *b);
/* The resource of this URI, loading the document it is in where need be; false without an error when there is
 * none. */
bool schema_load_find(struct builder *b, struct str uri, struct place *place);

/* jsonschema_dialect.c */

/* Draft and vocabularies of a $schema, from the meta-schema's own words where it is not one of ours. */
bool dialect_find(struct builder *b, struct str uri, uint32_t document, const struct node *where,
                  enum schema_draft *draft, uint8_t *vocabularies);
/* The text of a meta-schema that ships with the program; p NULL when there is none of this URI. */
struct str dialect_embedded(struct str uri);
struct str dialect_uri(enum schema_draft draft);

/* jsonschema_ref.c */

/* Where a reference leads that is written at place. *fragment is its fragment, decoded. */
bool ref_resolve(struct builder *b, const struct place *from, const struct node *ref, struct place *target,
                 struct str *fragment);

/* jsonschema_compile.c */

/* The number of the subschema at a place, to be compiled when its turn comes. */
uint32_t compile_place(struct builder *b, const struct place *place);
/* A keyword's subschema: *id is SCHEMA_NONE when it is not there for the window. */
bool compile_child(struct compile *c, const struct node *value, uint32_t *id);
/* A list of subschemas without those that are not there. */
bool compile_list(struct compile *c, const struct node *value, struct id_list *list);
bool compile_expect(struct compile *c, const struct node *value, enum node_kind kind);
/* A whole number from 0. */
bool compile_size(struct compile *c, const struct node *value, uint64_t *size);
/* A pattern of ECMA-262, compiled. */
bool compile_regex(struct compile *c, const struct node *where, struct str text, const struct regex **regex);
/* The parts, made on first use. */
struct object_part *compile_object(struct compile *c);
struct array_part *compile_array(struct compile *c);
struct string_part *compile_string(struct compile *c);
struct number_part *compile_number(struct compile *c);
struct logic_part *compile_logic(struct compile *c);

/* The keywords: jsonschema_keywords.c and jsonschema_object_keywords.c. */
typedef bool keyword_compiler(struct compile *c, const struct node *value);
keyword_compiler keyword_type, keyword_choice, keyword_bound, keyword_multiple_of, keyword_string_size, keyword_pattern,
    keyword_format, keyword_array_size, keyword_unique, keyword_prefix, keyword_items, keyword_additional_items,
    keyword_contains, keyword_contains_size, keyword_unevaluated, keyword_ref, keyword_dynamic_ref, keyword_logic_list,
    keyword_logic_schema;
keyword_compiler keyword_properties, keyword_pattern_properties, keyword_object_schema, keyword_required,
    keyword_object_size, keyword_dependent_required, keyword_dependent_schemas, keyword_dependencies;

#endif

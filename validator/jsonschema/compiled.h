/* The tables a schema becomes. Everything lives in its arena and is constant after schema_compile. */
#ifndef JSONSCHEMA_COMPILED_H
#define JSONSCHEMA_COMPILED_H

#include "jsonschema/jsonschema.h"
#include "jsonschema/keyset.h"
#include "jsonschema/number.h"

/* Keywords, as the table in jsonschema_dialect.c names them. */
enum keyword {
    KEYWORD_FALSE, /* not a keyword: the schema is false */
    KEYWORD_ADDITIONAL_ITEMS,
    KEYWORD_ADDITIONAL_PROPERTIES,
    KEYWORD_ALL_OF,
    KEYWORD_ANY_OF,
    KEYWORD_CONST,
    KEYWORD_CONTAINS,
    KEYWORD_DEPENDENCIES,
    KEYWORD_DEPENDENT_REQUIRED,
    KEYWORD_DEPENDENT_SCHEMAS,
    KEYWORD_DYNAMIC_REF,
    KEYWORD_ELSE,
    KEYWORD_ENUM,
    KEYWORD_EXCLUSIVE_MAXIMUM,
    KEYWORD_EXCLUSIVE_MINIMUM,
    KEYWORD_FORMAT,
    KEYWORD_IF,
    KEYWORD_ITEMS,
    KEYWORD_MAX_CONTAINS,
    KEYWORD_MAX_ITEMS,
    KEYWORD_MAX_LENGTH,
    KEYWORD_MAX_PROPERTIES,
    KEYWORD_MAXIMUM,
    KEYWORD_MIN_CONTAINS,
    KEYWORD_MIN_ITEMS,
    KEYWORD_MIN_LENGTH,
    KEYWORD_MIN_PROPERTIES,
    KEYWORD_MINIMUM,
    KEYWORD_MULTIPLE_OF,
    KEYWORD_NOT,
    KEYWORD_ONE_OF,
    KEYWORD_PATTERN,
    KEYWORD_PATTERN_PROPERTIES,
    KEYWORD_PREFIX_ITEMS,
    KEYWORD_PROPERTIES,
    KEYWORD_PROPERTY_NAMES,
    KEYWORD_RECURSIVE_REF,
    KEYWORD_REF,
    KEYWORD_REQUIRED,
    KEYWORD_THEN,
    KEYWORD_TYPE,
    KEYWORD_UNEVALUATED_ITEMS,
    KEYWORD_UNEVALUATED_PROPERTIES,
    KEYWORD_UNIQUE_ITEMS,
    KEYWORD_OTHER, /* says nothing about a value */
};

/* Subschemas in a row. */
struct id_list {
    const uint32_t *ids;
    size_t count;
};

/* What an object schema says of one key, at the key's number in names. */
struct name_rule {
    uint32_t schema; /* SCHEMA_NONE when properties does not name it */
    bool required;
    bool absent; /* properties names it, but the window does not have it */
};

/* What must hold where a key is present. */
struct dependent {
    uint32_t trigger;         /* number of the key */
    const uint32_t *required; /* numbers of keys */
    size_t required_count;
    uint32_t schema;      /* SCHEMA_NONE for none */
    enum keyword keyword; /* that demands the keys */
};

struct pattern_rule {
    const struct regex *regex;
    uint32_t schema;
};

struct object_part {
    struct keyset names;
    struct name_rule *rules;
    size_t rule_cap;
    uint32_t required_count;
    struct dependent *dependents;
    size_t dependent_count, dependent_cap;
    struct pattern_rule *patterns;
    size_t pattern_count;
    uint32_t additional, property_names; /* SCHEMA_NONE for none */
    uint64_t least, most;
};

struct array_part {
    struct id_list prefix;
    uint32_t items; /* for what follows the prefix; SCHEMA_NONE for none */
    enum keyword items_keyword;
    uint32_t contains;
    uint64_t least_contained, most_contained;
    bool contains_marks; /* elements that contains accepts count as evaluated */
    uint64_t least, most;
    bool unique;
};

struct string_part {
    uint64_t least, most; /* code points */
    const struct regex *pattern;
    struct str pattern_text;
    const struct schema_format *format;
};

struct bound {
    enum keyword keyword;
    struct decimal value;
    const struct node *node;
    int64_t small;
    bool is_small; /* small holds the value */
};

struct number_part {
    struct bound bounds[4];
    size_t bound_count;
    struct decimal multiple_of;
    const struct node *multiple_node; /* NULL for none */
};

/* enum, and const as an enum of one. */
struct choice_part {
    struct keyset strings;
    const struct node **others; /* values that are no strings */
    size_t other_count;
    const struct node *node; /* the keyword's value */
    enum keyword keyword;
};

/* Keywords that apply further subschemas to the same value. */
struct logic_part {
    uint32_t ref, dynamic; /* dynamic: where $dynamicRef leads when nothing overrides it */
    uint32_t anchor;       /* number of the dynamic anchor that may override it, SCHEMA_NONE for none */
    enum keyword dynamic_keyword;
    struct id_list all, any, one;
    bool has_any, has_one; /* the lists may be empty for this window */
    uint32_t negated, condition, then, otherwise;
};

enum subschema_verdict { SUBSCHEMA_ASKS, SUBSCHEMA_TRUE, SUBSCHEMA_FALSE };

struct subschema {
    uint8_t verdict;
    uint8_t kinds;     /* bit of each enum node_kind that type allows */
    uint8_t deep;      /* bit of each kind for which there is more to ask than type */
    bool whole_floats; /* type "integer": a float is allowed when it is whole */
    bool annotated;    /* has a keyword of the options' annotations */
    uint32_t resource;
    uint32_t document;
    const struct node *source;
    const struct choice_part *choices[2];
    const struct object_part *object;
    const struct array_part *array;
    const struct string_part *string;
    const struct number_part *number;
    const struct logic_part *logic;
    uint32_t unevaluated_items, unevaluated_properties;
};

/* Where a dynamic anchor leads in one resource. */
struct dynamic_anchor {
    uint32_t resource, anchor, schema;
};

struct schema {
    struct arena arena;
    struct regex_set regexes;
    struct subschema *subschemas;
    size_t count;
    struct dynamic_anchor *anchors;
    size_t anchor_count;
    struct schema_document *documents; /* by subschema.document; 0 is the schema's own */
    bool annotates;
};

/* The keyword as it is written. */
struct str keyword_name(enum keyword k);
/* JSON Pointer of a node of a schema's documents, after URI and '#' where the document is not the first. */
struct str schema_place(const struct schema_document *documents, uint32_t document, const struct node *n,
                        struct arena *a);

#endif

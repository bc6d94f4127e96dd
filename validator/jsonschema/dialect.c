/* Drafts, vocabularies and the table of keywords. */
#include "base/embedded.h"
#include "jsonschema/build.h"
#include "jsonschema/uri.h"

#include <stdlib.h>

enum {
    D7 = 1 << SCHEMA_DRAFT_7,
    D19 = 1 << SCHEMA_DRAFT_2019_09,
    D20 = 1 << SCHEMA_DRAFT_2020_12,
    ALL = D7 | D19 | D20,
};

#define KEYWORD(text, id, drafts, vocabulary, form, compile)                                                           \
    {                                                                                                                  \
        STR_INIT(text), KEYWORD_##id, (drafts), VOCABULARY_##vocabulary, FORM_##form, (compile)                        \
    }
/* 2019-09 keeps the unevaluated keywords with the applicators. */
#define VOCABULARY_EITHER_FORMAT (VOCABULARY_FORMAT | VOCABULARY_FORMAT_ASSERTION)

/* Sorted by name. Keywords that only annotate are not here: they never fail and hold no subschemas. */
static const struct keyword_entry keywords[] = {
    KEYWORD("$defs", OTHER, D19 | D20, CORE, MAP, NULL),
    KEYWORD("$dynamicRef", DYNAMIC_REF, D20, CORE, VALUE, keyword_dynamic_ref),
    KEYWORD("$recursiveRef", RECURSIVE_REF, D19, CORE, VALUE, keyword_dynamic_ref),
    KEYWORD("$ref", REF, ALL, CORE, VALUE, keyword_ref),
    KEYWORD("additionalItems", ADDITIONAL_ITEMS, D7 | D19, APPLICATOR, SCHEMA, keyword_additional_items),
    KEYWORD("additionalProperties", ADDITIONAL_PROPERTIES, ALL, APPLICATOR, SCHEMA, keyword_object_schema),
    KEYWORD("allOf", ALL_OF, ALL, APPLICATOR, LIST, keyword_logic_list),
    KEYWORD("anyOf", ANY_OF, ALL, APPLICATOR, LIST, keyword_logic_list),
    KEYWORD("const", CONST, ALL, VALIDATION, VALUE, keyword_choice),
    KEYWORD("contains", CONTAINS, ALL, APPLICATOR, SCHEMA, keyword_contains),
    KEYWORD("contentSchema", OTHER, D19 | D20, OTHER, SCHEMA, NULL),
    KEYWORD("definitions", OTHER, ALL, CORE, MAP, NULL),
    KEYWORD("dependencies", DEPENDENCIES, ALL, APPLICATOR, DEPENDENCIES, keyword_dependencies),
    KEYWORD("dependentRequired", DEPENDENT_REQUIRED, D19 | D20, VALIDATION, VALUE, keyword_dependent_required),
    KEYWORD("dependentSchemas", DEPENDENT_SCHEMAS, D19 | D20, APPLICATOR, MAP, keyword_dependent_schemas),
    KEYWORD("else", ELSE, ALL, APPLICATOR, SCHEMA, keyword_logic_schema),
    KEYWORD("enum", ENUM, ALL, VALIDATION, VALUE, keyword_choice),
    KEYWORD("exclusiveMaximum", EXCLUSIVE_MAXIMUM, ALL, VALIDATION, VALUE, keyword_bound),
    KEYWORD("exclusiveMinimum", EXCLUSIVE_MINIMUM, ALL, VALIDATION, VALUE, keyword_bound),
    KEYWORD("format", FORMAT, ALL, EITHER_FORMAT, VALUE, keyword_format),
    KEYWORD("if", IF, ALL, APPLICATOR, SCHEMA, keyword_logic_schema),
    KEYWORD("items", ITEMS, ALL, APPLICATOR, ITEMS, keyword_items),
    KEYWORD("maxContains", MAX_CONTAINS, D19 | D20, VALIDATION, VALUE, keyword_contains_size),
    KEYWORD("maxItems", MAX_ITEMS, ALL, VALIDATION, VALUE, keyword_array_size),
    KEYWORD("maxLength", MAX_LENGTH, ALL, VALIDATION, VALUE, keyword_string_size),
    KEYWORD("maxProperties", MAX_PROPERTIES, ALL, VALIDATION, VALUE, keyword_object_size),
    KEYWORD("maximum", MAXIMUM, ALL, VALIDATION, VALUE, keyword_bound),
    KEYWORD("minContains", MIN_CONTAINS, D19 | D20, VALIDATION, VALUE, keyword_contains_size),
    KEYWORD("minItems", MIN_ITEMS, ALL, VALIDATION, VALUE, keyword_array_size),
    KEYWORD("minLength", MIN_LENGTH, ALL, VALIDATION, VALUE, keyword_string_size),
    KEYWORD("minProperties", MIN_PROPERTIES, ALL, VALIDATION, VALUE, keyword_object_size),
    KEYWORD("minimum", MINIMUM, ALL, VALIDATION, VALUE, keyword_bound),
    KEYWORD("multipleOf", MULTIPLE_OF, ALL, VALIDATION, VALUE, keyword_multiple_of),
    KEYWORD("not", NOT, ALL, APPLICATOR, SCHEMA, keyword_logic_schema),
    KEYWORD("oneOf", ONE_OF, ALL, APPLICATOR, LIST, keyword_logic_list),
    KEYWORD("pattern", PATTERN, ALL, VALIDATION, VALUE, keyword_pattern),
    KEYWORD("patternProperties", PATTERN_PROPERTIES, ALL, APPLICATOR, MAP, keyword_pattern_properties),
    KEYWORD("prefixItems", PREFIX_ITEMS, D20, APPLICATOR, LIST, keyword_prefix),
    KEYWORD("properties", PROPERTIES, ALL, APPLICATOR, MAP, keyword_properties),
    KEYWORD("propertyNames", PROPERTY_NAMES, ALL, APPLICATOR, SCHEMA, keyword_object_schema),
    KEYWORD("required", REQUIRED, ALL, VALIDATION, VALUE, keyword_required),
    KEYWORD("then", THEN, ALL, APPLICATOR, SCHEMA, keyword_logic_schema),
    KEYWORD("type", TYPE, ALL, VALIDATION, VALUE, keyword_type),
    KEYWORD("unevaluatedItems", UNEVALUATED_ITEMS, D19 | D20, UNEVALUATED, SCHEMA, keyword_unevaluated),
    KEYWORD("unevaluatedProperties", UNEVALUATED_PROPERTIES, D19 | D20, UNEVALUATED, SCHEMA, keyword_unevaluated),
    KEYWORD("uniqueItems", UNIQUE_ITEMS, ALL, VALIDATION, VALUE, keyword_unique),
};
enum { KEYWORD_COUNT = COUNT_OF(keywords) };

static int by_name(const void *name, const void *entry)
{
    return str_cmp(*(const struct str *)name, ((const struct keyword_entry *)entry)->name);
}

const struct keyword_entry *keyword_find(struct str name, enum schema_draft draft)
{
    const struct keyword_entry *e = bsearch(&name, keywords, KEYWORD_COUNT, sizeof *keywords, by_name);

    return e && e->drafts >> draft & 1 ? e : NULL;
}

struct str keyword_name(enum keyword k)
{
    for (size_t i = 0; i < KEYWORD_COUNT; i++)
        if (keywords[i].id == k)
            return keywords[i].name;
    return STR("false");
}

static const struct {
    struct str uri, embedded;
    enum schema_draft draft;
} metas[] = {
    { STR_INIT("http://json-schema.org/draft-07/schema"), STR_INIT("jsonschema/draft-07/schema"), SCHEMA_DRAFT_7 },
    { STR_INIT("https://json-schema.org/draft/2020-12/schema"), STR_INIT("jsonschema/draft2020-12/schema"),
      SCHEMA_DRAFT_2020_12 },
    { STR_INIT("https://json-schema.org/draft/2019-09/schema"), STR_INIT("jsonschema/draft2019-09/schema"),
      SCHEMA_DRAFT_2019_09 },
};
enum { META_COUNT = COUNT_OF(metas) };

struct str dialect_uri(enum schema_draft draft)
{
    for (size_t i = 0; i < META_COUNT; i++)
        if (metas[i].draft == draft)
            return metas[i].uri;
    return metas[1].uri;
}

struct str dialect_embedded(struct str uri)
{
    static const struct str folder = STR_INIT("https://json-schema.org/draft/");
    struct str name;
    char path[128];

    for (size_t i = 0; i < META_COUNT; i++)
        if (str_eq(metas[i].uri, uri))
            return embedded_find(embedded_schemas, metas[i].embedded);
    if (!str_starts(uri, folder) || uri.len > sizeof path - 32)
        return (struct str){ NULL, 0 };
    /* .../draft/2020-12/meta/core is jsonschema/draft2020-12/meta/core. */
    name = str_from(uri, folder.len);
    memcpy(path, "jsonschema/draft", 16);
    memcpy(path + 16, name.p, name.len);
    return embedded_find(embedded_schemas, (struct str){ path, 16 + name.len });
}

static uint8_t vocabulary_bit(struct str uri)
{
    static const struct {
        struct str name;
        uint8_t bits;
    } known[] = {
        { STR_INIT("2020-12/vocab/core"), VOCABULARY_CORE },
        { STR_INIT("2020-12/vocab/applicator"), VOCABULARY_APPLICATOR },
        { STR_INIT("2020-12/vocab/unevaluated"), VOCABULARY_UNEVALUATED },
        { STR_INIT("2020-12/vocab/validation"), VOCABULARY_VALIDATION },
        { STR_INIT("2020-12/vocab/format-annotation"), VOCABULARY_FORMAT },
        { STR_INIT("2020-12/vocab/format-assertion"), VOCABULARY_FORMAT | VOCABULARY_FORMAT_ASSERTION },
        { STR_INIT("2020-12/vocab/content"), VOCABULARY_OTHER },
        { STR_INIT("2020-12/vocab/meta-data"), VOCABULARY_OTHER },
        { STR_INIT("2019-09/vocab/core"), VOCABULARY_CORE },
        { STR_INIT("2019-09/vocab/applicator"), VOCABULARY_APPLICATOR | VOCABULARY_UNEVALUATED },
        { STR_INIT("2019-09/vocab/validation"), VOCABULARY_VALIDATION },
        { STR_INIT("2019-09/vocab/format"), VOCABULARY_FORMAT },
        { STR_INIT("2019-09/vocab/content"), VOCABULARY_OTHER },
        { STR_INIT("2019-09/vocab/meta-data"), VOCABULARY_OTHER },
    };

    uri = str_trim_prefix(uri, STR("https://json-schema.org/draft/"));
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(uri, known[i].name))
            return known[i].bits;
    return 0;
}

/* $vocabulary of a meta-schema. One that is unknown and demanded makes its schemas unusable. */
static bool read_vocabularies(struct builder *b, uint32_t document, const struct node *list, uint8_t *bits)
{
    *bits = VOCABULARY_CORE;
    for (const struct node *key = node_first_key(list); key; key = node_next_key(list, key)) {
        uint8_t bit = vocabulary_bit(node_text(key));
        if (bit == 0 && node_true(node_pair_value(key)))
            return builder_fail(b, document, key, "the vocabulary \"%.*s\" is demanded here and unknown",
                                STR_ARG(node_text(key)));
        *bits |= bit;
    }
    return true;
}

static bool read_meta(struct builder *b, const struct place *meta, enum schema_draft *draft, uint8_t *vocabularies)
{
    const struct node *list = node_get(meta->node, STR("$vocabulary"));

    *draft = b->resources[meta->resource].draft;
    *vocabularies = VOCABULARY_USUAL;
    return !list || read_vocabularies(b, meta->document, list, vocabularies);
}

/* People write both http and https, whichever is right for a draft. */
static struct str without_scheme(struct str uri)
{
    return str_trim_prefix(str_trim_prefix(uri, STR("https:")), STR("http:"));
}

bool dialect_find(struct builder *b, struct str uri, uint32_t document, const struct node *where,
                  enum schema_draft *draft, uint8_t *vocabularies)
{
    enum { META_DEPTH = 8 }; /* meta-schemas of meta-schemas */
    struct str rest, fragment;
    struct place meta;
    bool found;

    uri_cut_fragment(uri, &rest, &fragment);
    for (size_t i = 0; i < META_COUNT; i++)
        if (str_eq(without_scheme(rest), without_scheme(metas[i].uri))) {
            *draft = metas[i].draft;
            *vocabularies = VOCABULARY_USUAL;
            return true;
        }
    if (b->meta_depth == META_DEPTH)
        return builder_fail(b, document, where, "the $schema \"%.*s\" has too many meta-schemas above it",
                            STR_ARG(uri));
    b->meta_depth++;
    found = schema_load_find(b, rest, &meta);
    b->meta_depth--;
    if (!found)
        return builder_fail(b, document, where,
                            "the $schema \"%.*s\" is unknown; known are draft-07, 2019-09, 2020-12 and the documents "
                            "given with the schema",
                            STR_ARG(uri));
    return read_meta(b, &meta, draft, vocabularies);
}

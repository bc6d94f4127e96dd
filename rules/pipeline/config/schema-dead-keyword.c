#include "pipeline/survey/survey.h"

#include "syntax/yaml/yaml.h"

enum { MOST_NESTING = 64 };

/* Drafts 7 and 2020-12, and what ARO-Tools reads beside them. */
static bool is_keyword(struct str k)
{
    static const char *const words[] = {
        "$schema",
        "$id",
        "$ref",
        "$defs",
        "$comment",
        "$anchor",
        "$vocabulary",
        "$dynamicRef",
        "$dynamicAnchor",
        "definitions",
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "type",
        "enum",
        "const",
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "format",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "items",
        "prefixItems",
        "additionalItems",
        "unevaluatedItems",
        "maxItems",
        "minItems",
        "uniqueItems",
        "contains",
        "minContains",
        "maxContains",
        "maxProperties",
        "minProperties",
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "unevaluatedProperties",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "propertyNames",
        "if",
        "then",
        "else",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "id",
        "markdownDescription",
        "enumDescriptions",
        "defaultSnippets",
        "errorMessage",
    };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(k, str_c(words[i])))
            return true;
    return str_starts(k, STR("x-"));
}

/* What a keyword asks of, where it asks of one kind of value only; NULL where of any. */
static const char *family_of(struct str k)
{
    static const char *const families[][2] = {
        { "string", "minLength maxLength pattern contentEncoding contentMediaType contentSchema" },
        { "number", "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf" },
        { "array", "items prefixItems additionalItems minItems maxItems uniqueItems contains minContains maxContains" },
        { "object",
          "properties patternProperties additionalProperties required minProperties maxProperties propertyNames "
          "dependentRequired dependentSchemas" },
    };

    for (size_t i = 0; i < COUNT_OF(families); i++) {
        struct str rest = str_c(families[i][1]), one;

        while (rest.len) {
            str_cut(rest, ' ', &one, &rest);
            if (str_eq(one, k))
                return families[i][0];
        }
    }
    return NULL;
}

struct walk {
    struct survey *survey;
    struct str file, text;
};

static void schema(struct walk *w, const struct node *n, unsigned depth);

static void each(struct walk *w, const struct node *map, unsigned depth)
{
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        const struct node *v = node_pair_value(k);

        if (node_kind(v) == NODE_MAPPING)
            schema(w, v, depth + 1);
        else if (node_kind(v) != NODE_BOOL && node_kind(v) != NODE_SEQUENCE)
            survey_say_at(w->survey, faults_line(w->survey->files->sources, w->file, k->start),
                          "%.*s is a property, and its value is no schema: nothing is asked of it",
                          STR_ARG(node_text(k)));
    }
}

/* minLength beside type: array asks nothing. Where several types are allowed one of them is meant. */
static void check_family(struct walk *w, const struct node *n, const struct node *key)
{
    struct str type = node_text(node_get(n, STR("type")));
    const char *family = family_of(node_text(key));

    if (!family || !type.len || str_eq(type, str_c(family)) ||
        (str_eq(type, STR("integer")) && str_eq(str_c(family), STR("number"))))
        return;
    survey_say_at(w->survey, faults_line(w->survey->files->sources, w->file, key->start),
                  "%.*s asks of a%s %s, and the type here is %.*s: it is ignored", STR_ARG(node_text(key)),
                  *family == 'a' || *family == 'o' ? "n" : "", family, STR_ARG(type));
}

static void schema(struct walk *w, const struct node *n, unsigned depth)
{
    static const char *const maps[] = { "properties", "patternProperties", "$defs", "definitions", "dependentSchemas" },
                             *const lists[] = { "allOf", "anyOf", "oneOf", "prefixItems" },
                             *const ones[] = {
                                 "items",         "additionalProperties", "not", "if", "then", "else", "contains",
                                 "propertyNames", "unevaluatedProperties"
                             };

    if (node_kind(n) != NODE_MAPPING || depth > MOST_NESTING)
        return;
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        check_family(w, n, k);
        if (!is_keyword(node_text(k)))
            survey_say_at(w->survey, faults_line(w->survey->files->sources, w->file, k->start),
                          "\"%.*s\" is no keyword of JSON Schema: it is ignored, and nothing is asked",
                          STR_ARG(node_text(k)));
    }
    for (size_t i = 0; i < COUNT_OF(maps); i++)
        each(w, node_get(n, str_c(maps[i])), depth);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct node *list = node_get(n, str_c(lists[i]));

        for (const struct node *e = node_first(list); e; e = node_next(list, e))
            schema(w, node_value(e), depth + 1);
    }
    for (size_t i = 0; i < COUNT_OF(ones); i++)
        schema(w, node_get(n, str_c(ones[i])), depth + 1);
}

/* "type:" with the colon inside of the quotes, "ref" for "$ref". */
static void check(struct survey *s)
{
    struct walk w = { s, s->judging->unit->source.schema, survey_text(s, s->judging->unit->source.schema) };
    struct str context = s->context;
    struct yaml_error e;
    struct tape t;

    s->context = (struct str){ "", 0 };
    if (w.text.len && yaml_read(&t, s->arena, w.text, NULL, &e))
        schema(&w, t.root, 0);
    s->context = context;
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_schema_dead_keyword = {
    .id = "schema-dead-keyword",
    .summary = "Every keyword of the configuration's schema is one.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

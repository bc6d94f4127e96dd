/* selector: label selectors in their text form (k8s.io/apimachinery/pkg/labels, Parse; catalog A.5). */
#ifndef SYNTAX_SCALAR_SELECTOR_H
#define SYNTAX_SCALAR_SELECTOR_H

#include "syntax/scalar/label.h"

enum selector_operator {
    SELECTOR_EXISTS,
    SELECTOR_DOES_NOT_EXIST,
    SELECTOR_EQUALS,
    SELECTOR_DOUBLE_EQUALS,
    SELECTOR_NOT_EQUALS,
    SELECTOR_IN,
    SELECTOR_NOT_IN,
    SELECTOR_GREATER,
    SELECTOR_LESS,
};

struct requirement {
    struct str key;
    enum selector_operator operator;
    struct str *values; /* sorted, none twice; one for =, ==, !=, > and < */
    size_t value_count;
};

struct selector {
    struct requirement *items; /* in order of their keys; equal keys as they were written */
    size_t count;              /* 0: selects everything */
};

/* labels.Parse. Keys and values are slices of in. On refusal false, with Go's words in *error. version
 * decides some words, and whether "a in (,,)" is taken (since 0.36). */
bool selector_parse(struct str in, enum apimachinery version, struct arena *a, struct selector *out, struct str *error);

/* Selector.String: "a=b,c in (d,e),!f". */
struct str selector_string(const struct selector *s, struct arena *a);

#endif

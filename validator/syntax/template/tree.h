/* tree: a parsed template (text/template/parse, the Node types). */
#ifndef SYNTAX_TEMPLATE_TREE_H
#define SYNTAX_TEMPLATE_TREE_H

#include "base/arena.h"
#include "base/map.h"
#include "syntax/template/template.h"

enum tree_type {
    TREE_TEXT,
    TREE_ACTION,
    TREE_BREAK,
    TREE_CONTINUE,
    TREE_IF,
    TREE_RANGE,
    TREE_WITH,
    TREE_CALL, /* {{template}} */
    TREE_ELSE, /* only while parsing */
    TREE_END,  /* only while parsing */
    TREE_LIST,
    TREE_PIPE,
    TREE_COMMAND,
    TREE_CHAIN,
    TREE_FIELD,
    TREE_VARIABLE,
    TREE_IDENTIFIER,
    TREE_DOT,
    TREE_NIL_CONSTANT,
    TREE_BOOL_CONSTANT,
    TREE_NUMBER,
    TREE_STRING_CONSTANT,
};

/* A numeric constant and what it can stand for. */
struct template_number {
    bool is_int, is_uint, is_float, is_complex;
    int64_t integer;
    uint64_t natural;
    double real;
    struct template_complex complex;
};

struct template_nodes {
    struct template_node **at;
    size_t count, cap;
};

struct template_names {
    struct str *at;
    size_t count, cap;
};

struct template_node {
    enum tree_type type;
    bool flag;    /* TREE_PIPE: assigns instead of declaring; TREE_BOOL_CONSTANT: its value */
    uint32_t pos; /* byte in the text that Go's errors name */
    /* TREE_TEXT, TREE_IDENTIFIER, TREE_NUMBER as written; TREE_STRING_CONSTANT with its quotes; TREE_CALL:
     * the template's name. */
    struct str text;
    struct str value;                     /* TREE_STRING_CONSTANT: without its quotes */
    struct template_names names;          /* TREE_FIELD, TREE_VARIABLE (with $), TREE_CHAIN: what follows its node */
    struct template_nodes nodes;          /* TREE_LIST; TREE_PIPE: commands; TREE_COMMAND: arguments */
    struct template_nodes variables;      /* TREE_PIPE: what it declares or assigns to */
    struct template_node *pipe;           /* TREE_ACTION, TREE_IF, TREE_RANGE, TREE_WITH; TREE_CALL: or NULL;
                                             TREE_CHAIN: its           node */
    struct template_node *list;           /* TREE_IF, TREE_RANGE, TREE_WITH */
    struct template_node *other;          /* the same, after {{else}}: a TREE_LIST or NULL */
    const struct template_number *number; /* TREE_NUMBER */
};

/* One named template of a text. */
struct template_tree {
    struct str name;
    struct template_node *root; /* TREE_LIST */
};

struct template
{
    struct str name, text;
    const struct template_funcs *funcs; /* NULL: only Go's own */
    struct map trees;                   /* name -> struct template_tree; the main one is under name */
};

struct template_node *tree_node(struct arena *a, enum tree_type type, uint32_t pos);
void tree_append(struct arena *a, struct template_nodes *nodes, struct template_node *n);
void tree_add_name(struct arena *a, struct template_names *names, struct str name);
/* parse.IsEmptyTree: whether a list, or NULL, holds nothing but blank text. */
bool tree_is_empty(const struct template_node *list);
/* Node.String: the source of a node as Go prints it in errors. */
struct str tree_show(struct arena *a, const struct template_node *n);

/* Whether the parser knows a function of this name. */
bool template_has_func(const struct template_funcs *funcs, struct str name);

/* A number constant of any form; error is Go's text when it is none (parse.newNumber). */
bool literal_number(struct arena *a, struct str text, bool is_char, bool is_complex, struct template_number *n,
                    struct str *error);
/* strconv.Unquote of a string in double or back quotes; false when that says "invalid syntax". */
bool literal_unquote(struct arena *a, struct str quoted, struct str *text);
/* strconv.UnquoteChar: takes one character of what stands between quotes from the front of *s. */
bool literal_char(struct str *s, char quote, uint32_t *cp, bool *is_byte);

#endif

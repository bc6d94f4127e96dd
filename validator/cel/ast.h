/* ast: an expression as a tree, after macros were expanded (cel-go's common/ast). Everything lives in the arena of the
 * compilation; nodes are changed only by the checker, which writes types and resolved names into them. */
#ifndef CEL_AST_H
#define CEL_AST_H

#include "cel/value.h"

enum cel_expr_kind {
    CEL_EXPR_LITERAL,
    CEL_EXPR_IDENT,
    CEL_EXPR_SELECT,
    CEL_EXPR_CALL,
    CEL_EXPR_LIST,
    CEL_EXPR_MAP,
    CEL_EXPR_STRUCT,
    CEL_EXPR_LOOP, /* a comprehension */
};

/* Which macro a comprehension came from: the evaluator runs those it knows in one go. */
enum cel_macro_kind {
    CEL_MACRO_NONE,
    CEL_MACRO_ALL,
    CEL_MACRO_EXISTS,
    CEL_MACRO_EXISTS_ONE,
    CEL_MACRO_MAP, /* also transformList */
    CEL_MACRO_FILTER,
    CEL_MACRO_TRANSFORM_MAP,
    CEL_MACRO_TRANSFORM_ENTRY,
    CEL_MACRO_BIND, /* the result with one variable set */
};

struct cel_expr;
struct cel_overload;
struct cel_function;

struct cel_entry {
    struct cel_expr *key, *value; /* key: NULL for a field of a message */
    struct str field;
    uint32_t at;
    bool optional;
};

struct cel_loop {
    struct cel_expr *range, *init, *condition, *step, *result;
    struct str var, var2, accu; /* var2: empty when there is one variable only */
    uint8_t macro;
    struct cel_expr *filter, *body; /* the macro's own arguments; filter may be NULL */
};

struct cel_expr {
    uint8_t kind;
    bool test_only;              /* select: has() */
    bool optional;               /* list: some elements are */
    bool member;                 /* call: args[0] is the receiver */
    bool resolved;               /* ident, select: names a declared variable or a type; name is the full one */
    uint32_t at;                 /* bytes from the start of the expression */
    uint32_t height;             /* of the tree below */
    const struct cel_type *type; /* NULL before checking */
    struct str name;             /* ident, function, field, message */
    struct cel_expr *operand;    /* select */
    struct cel_expr **args;      /* call (receiver first), list */
    struct cel_entry *entries;   /* map, message */
    bool *optionals;             /* list: which elements are optional, where any is */
    size_t count;                /* of args or entries */
    struct cel_loop *loop;
    struct cel_value value; /* literal; ident that is a constant, when resolved */
    const struct cel_function *function;
    /* Overloads that the checker found to fit, in order of declaration. */
    const struct cel_overload **overloads;
    size_t overload_count;
};

/* A full name "a.b.c" of a chain of selections on an identifier; false where it is none. */
bool cel_expr_qualified(struct arena *a, const struct cel_expr *e, struct str *name);

#endif

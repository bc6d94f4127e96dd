/* parse: text -> tree, macros expanded (cel-go's parser package). */
#ifndef CEL_PARSE_H
#define CEL_PARSE_H

#include "cel/ast.h"
#include "cel/lex.h"

enum {
    CEL_MOST_CODE_POINTS = 100000,
    CEL_DEEPEST_EXPRESSION = 250, /* parts inside of each other, and links of a chain */
};

/* What the grammar and the macros of an environment are. */
struct cel_syntax {
    bool optionals;     /* `.?`, `[?`, `?` in literals; optMap, optFlatMap */
    bool escaped_names; /* `a.\`b-c\`` */
    bool two_variables; /* all(i, v, ...), transformList, ... */
    bool bindings;      /* cel.bind */
    bool math;          /* math.least, math.greatest */
    bool sort_by;       /* sortBy */
    bool blocks;        /* cel.block, cel.index of the specification's tests */
};

/* The name of the accumulator in expanded macros: nothing that can be written. */
#define CEL_ACCUMULATOR STR("@result")

struct cel_parser {
    struct arena *arena;
    struct str text;
    struct cel_tokens tokens;
    struct cel_issues *issues;
    const struct cel_syntax *syntax;
    size_t next;                             /* token */
    bool failed;                             /* the grammar is not met: cel_diagnose says why */
    bool stopped;                            /* a limit was reached, and said */
    unsigned exprs, relations, calcs, chain; /* open now */
};

/* The tree, or NULL with issues. Texts of the tree are slices of text or in the arena. */
struct cel_expr *cel_parse(struct arena *a, struct str text, const struct cel_syntax *syntax,
                           struct cel_issues *issues);

/* Says what is wrong with tokens that the grammar does not take, at the places where cel-go says it. */
void cel_diagnose(struct cel_parser *p);

/* A node at a place. */
struct cel_expr *cel_expr_new(struct arena *a, enum cel_expr_kind kind, uint32_t at);
struct cel_expr *cel_expr_ident(struct arena *a, uint32_t at, struct str name);
struct cel_expr *cel_expr_literal(struct arena *a, uint32_t at, struct cel_value value);
struct cel_expr *cel_expr_call(struct arena *a, uint32_t at, struct str name, struct cel_expr **args, size_t count);
/* Makes e one higher than its part, which may be NULL. */
void cel_expr_grow_over(struct cel_expr *e, const struct cel_expr *part);
/* Whether it is a word that no variable may have for a name. */
bool cel_is_reserved(struct str name);
/* The same of up to three arguments; NULL ends them. */
struct cel_expr *cel_expr_op(struct arena *a, uint32_t at, struct str name, struct cel_expr *x, struct cel_expr *y,
                             struct cel_expr *z);

/* A call that may be a macro: the expanded tree, or NULL when it is none. target is NULL for a global call. */
struct cel_expr *cel_macro(struct cel_parser *p, uint32_t at, struct str name, struct cel_expr *target,
                           struct cel_expr **args, size_t count);

/* The bytes of a text token, escapes decoded. False where an escape is no code point. */
bool cel_unquote(struct arena *a, struct str token, bool bytes, struct str *out, struct str *error);

#endif

/* program: a checked tree as operations that run. */
#ifndef CEL_PROGRAM_H
#define CEL_PROGRAM_H

#include "cel/ast.h"
#include "cel/run.h"

struct cel_op;

typedef void cel_operation(struct cel_run *run, const struct cel_op *op, struct cel_value *out);

/* A constant pattern, compiled by whoever needs it first. */
struct cel_constant_pattern {
    struct regex *_Atomic compiled;
    struct str text;
    struct cel_constant_pattern *next; /* of the program */
};

struct cel_op {
    cel_operation *run;
    uint32_t at;       /* in the expression */
    uint8_t charge;    /* what reading costs */
    bool attribute;    /* an identifier with selections */
    bool begins_chain; /* of selections: an optional value at its start is looked into */
    uint8_t macro;
    uint32_t slot, slot2; /* variable, local variables */
    size_t count;
    const struct cel_op *const *args;
    const struct cel_op *x, *y, *z;
    struct str name;
    struct cel_value value;
    const struct cel_overload *const *overloads;
    size_t overload_count;
    cel_cost *cost;
    const struct cel_entry *entries;
    const bool *optionals;
    struct cel_constant_pattern *pattern;
    unsigned order; /* comparisons: bits of the orders that are true */
};

struct cel_program {
    struct str text;
    const struct cel_env *env;
    const struct cel_type *type;
    const struct cel_op *root;
    const struct cel_expr *tree;
    struct str *variables; /* full names, by slot */
    size_t variable_count, local_count;
    struct cel_constant_pattern *patterns;
};

static inline void cel_do(struct cel_run *run, const struct cel_op *op, struct cel_value *out)
{
    op->run(run, op, out);
}

/* Notes what a condition or an operand came to; what is no bool is passed over. */
void cel_cover(struct cel_coverage *c, const struct cel_op *part, const struct cel_value *value);

/* Makes a program of a tree. NULL with issues where a constant is refused. */
struct cel_program *cel_plan(const struct cel_env *env, struct arena *a, struct str text, struct cel_expr *root,
                             const struct cel_type *type, struct cel_issues *issues);

cel_operation cel_op_constant, cel_op_local, cel_op_variable, cel_op_unbound, cel_op_select, cel_op_has,
    cel_op_opt_select, cel_op_index, cel_op_opt_index, cel_op_and, cel_op_or, cel_op_not, cel_op_conditional,
    cel_op_equal, cel_op_compare, cel_op_in, cel_op_call, cel_op_list, cel_op_map, cel_op_all, cel_op_exists,
    cel_op_exists_one, cel_op_map_macro, cel_op_transform_map, cel_op_bind, cel_op_or_optional, cel_op_or_value,
    cel_op_matches, cel_op_add, cel_op_failure, cel_op_struct;

#endif

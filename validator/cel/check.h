/* check: gives every part of a tree its type and finds the overloads of its calls, with cel-go's words and places for
 * what does not fit. */
#ifndef CEL_CHECK_H
#define CEL_CHECK_H

#include "cel/env.h"

enum {
    CEL_MOST_CHECK_STEPS = 4000000, /* cel-go has no such limit, and takes minutes for some short expressions */
};

/* What is known of type variables: a value for each, and what to do to forget the latest. */
struct cel_unifier {
    struct arena *arena;
    const struct cel_type **bound; /* by number of the variable; NULL: free */
    size_t count, cap;
    struct cel_undo *trail;
    size_t trail_count, trail_cap;
    uint64_t steps; /* taken so far */
};

uint32_t cel_unifier_fresh(struct cel_unifier *u, uint32_t count);
/* Bound variables replaced; free ones by dyn when to_dyn. */
const struct cel_type *cel_substitute(struct cel_unifier *u, const struct cel_type *t, bool to_dyn);
/* Whether a value of the first type may be given for the second; what that says of variables is kept if so. */
bool cel_assignable(struct cel_unifier *u, const struct cel_type *from, const struct cel_type *to);
bool cel_assignable_all(struct cel_unifier *u, const struct cel_type *const *from, const struct cel_type *const *to,
                        size_t count);
const struct cel_type *cel_most_general(const struct cel_type *a, const struct cel_type *b);
/* The type that elements of both types have in common, dyn where it is none; so_far is NULL for the first. In the arena. */
const struct cel_type *cel_join(struct cel_unifier *u, struct arena *a, const struct cel_type *so_far,
                                const struct cel_type *t);
/* To return to what was known at a mark. */
size_t cel_unifier_mark(const struct cel_unifier *u);
void cel_unifier_return(struct cel_unifier *u, size_t mark);

/* Checks a tree against an environment and writes types, names and overloads into it. False with issues. *type is the
 * type of the whole. */
bool cel_check(struct arena *a, const struct cel_env *env, struct str text, struct cel_expr *root,
               const struct cel_type **type, struct cel_issues *issues);

/* Looks at constant arguments of a checked tree: format strings, addresses, in Kubernetes also durations and patterns.
 */
void cel_validate(struct arena *a, const struct cel_env *env, struct str text, struct cel_expr *root,
                  struct cel_unifier *u, struct cel_issues *issues);

#endif

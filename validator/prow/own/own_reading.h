/* own_reading: what the parts of the reader of own rules share. */
#ifndef PROW_OWN_OWN_READING_H
#define PROW_OWN_OWN_READING_H

#include "prow/own/own.h"
#include "prow/own/own_types.h"

/* Tells what is wrong at a node; written: where exactly, in bytes of the source; SIZE_MAX for where the node begins. */
void own_complain_at(struct own_reader *r, const struct node *at, size_t written, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Complains of keys that are not among those known, a list that ends with NULL. */
void own_check_fields(struct own_reader *r, const struct node *n, const char *const *known, const char *of);

/* Compiles what n holds, for a rule about these kinds; *out stays without a program where there is nothing or it is
 * refused, which is told. type: what it has to give, or NULL. */
void own_compile(struct own_reader *r, const struct own_rule *o, const struct cel_env *env, const struct node *n,
                 const char *name, const struct cel_type *type, struct own_expression *out);
/* The fields variables, at, fix, policy, examples of a rule. */
void own_read_variables(struct own_reader *r, struct own_rule *o, struct cel_env *env);
void own_read_at(struct own_reader *r, struct own_rule *o, const struct cel_env *env);
void own_read_fix(struct own_reader *r, struct own_rule *o, const struct cel_env *env);
void own_read_policy(struct own_reader *r, struct own_rule *o, const struct cel_env *env);
void own_read_examples(struct own_reader *r, struct own_rule *o);

#endif

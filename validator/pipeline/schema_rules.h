/* schema_rules: x-cel-validations, the rules between values that ARO-Tools' configuration schemas hold: expressions in
 * CEL over self, the value of the subschema they stand in. */
#ifndef PIPELINE_SCHEMA_RULES_H
#define PIPELINE_SCHEMA_RULES_H

#include "cel/cel.h"
#include "jsonschema/causes.h"

/* The rules of a schema, compiled once and constant then. */
struct schema_rule_set {
    struct schema_rule *items; /* in the order of the document */
    size_t count, cap;
};

/* Compiles the rules of a schema; all lives in the arena but for patterns, which schema_rules_free gives back. The first
 * mistake in upstream's words; empty where there is none. */
struct str schema_rules_compile(struct schema_rule_set *set, const struct node *schema, struct arena *a);
void schema_rules_free(struct schema_rule_set *set);

/* One judgement: zeroed but for the set. undecided is set where an expression reached a limit. */
struct schema_judging {
    const struct schema_rule_set *set;
    struct cel_machine machine;
    bool undecided;
};

/* What gives the keyword its meaning while a value is judged. The machine is the caller's to free. */
struct schema_extension schema_rules(struct schema_judging *j);

/* "#/definitions/x" of the first $ref into the document that leads nowhere; empty where each leads somewhere. */
struct str schema_rules_missing_ref(const struct tape *schema, struct arena *a);

#endif

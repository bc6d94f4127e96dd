/* schema_rules: x-cel-validations, the rules between values that ARO-Tools' configuration schemas hold: expressions in
 * CEL over self, the value of the subschema they stand in. */
#ifndef PIPELINE_SCHEMA_RULES_H
#define PIPELINE_SCHEMA_RULES_H

#include "jsonschema/causes.h"

/* What gives the keyword its meaning while a value is judged. */
struct schema_extension schema_rules(void);

/* The first mistake in the rules of a schema, in upstream's words; empty where there is none. */
struct str schema_rules_check(const struct node *schema, struct arena *a);

/* "#/definitions/x" of the first $ref into the document that leads nowhere; empty where each leads somewhere. */
struct str schema_rules_missing_ref(const struct tape *schema, struct arena *a);

#endif

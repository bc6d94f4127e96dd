/* probe_merge_json: what tide and the branchprotector have, as Go writes it. */
#ifndef COMMAND_PROBE_MERGE_JSON_H
#define COMMAND_PROBE_MERGE_JSON_H

#include "prow/branches/required_contexts.h"
#include "prow/protection/protector.h"
#include "prow/tide/searches.h"
#include "syntax/json/value.h"

/* Fill the object. */
void merge_json_query(json_t *o, struct arena *a, const struct tide_search *q, const struct window *w);
void merge_json_policy(json_t *o, const struct policy *p);
void merge_json_contexts(json_t *o, struct arena *a, const struct tide_contexts *t);

/* A new object. */
json_t *merge_json_protector(struct arena *a, const struct protector_run *run, const struct window *w);

#endif

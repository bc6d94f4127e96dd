/* probe_cel_value: values of CEL as the recorded suites write them: {"int64": 1}, {"list": [...]}, ... */
#ifndef COMMAND_PROBE_CEL_VALUE_H
#define COMMAND_PROBE_CEL_VALUE_H

#include "cel/cel.h"
#include "syntax/json/value.h"

/* Reads one; false for what is none, or needs protobuf messages. */
bool probe_cel_read(struct arena *a, const struct node *n, struct cel_value *out);
/* Puts one as "value"; no more than so deep. */
void probe_cel_put(json_t *o, struct arena *a, const struct cel_value *v);

/* Variables that a question declares: "type_env" and "bindings", each in the form of the suites. */
void probe_cel_declare(struct cel_env *env, const struct node *type_env, const struct node *bindings);
/* Bindings of a question; context is the list. */
bool probe_cel_find(void *context, struct arena *a, struct str name, struct cel_value *out);

/* "issues", and "error" as cel-go prints them: with the line and a mark below. name stands for the source. */
void probe_cel_issues(json_t *o, struct str name, struct str text, const struct cel_issues *issues);

#endif

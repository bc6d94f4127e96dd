/* steps: what a pipeline's steps say, out of its document: names, dependencies, what their values need. */
#ifndef PIPELINE_STEPS_H
#define PIPELINE_STEPS_H

#include "pipeline/pipeline.h"

/* Fills p's groups from its document, which the schema has accepted. */
void steps_read(struct pipeline *p, struct arena *a);

/* Whether upstream knows the action of a step. */
bool steps_known(struct str action);
/* Whether a version decodes an action of which its schema says nothing. */
bool steps_decoded(struct str action, uint64_t pin);
/* The type of schemas/pipeline/types.yaml that a step is decoded into where the schema says nothing of it; NULL where
 * it does. */
const char *steps_go_type(struct str action, bool validation, uint64_t pin);

#endif

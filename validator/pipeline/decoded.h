/* decoded: whether Go decodes a document into one of ARO-Tools' types (schemas/pipeline/types.yaml), in its words. */
#ifndef PIPELINE_DECODED_H
#define PIPELINE_DECODED_H

#include "syntax/tape.h"

/* Empty, or "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ..."; *at (may be NULL) is where. */
struct str decoded_error(const struct node *root, const char *type, struct arena *a, const struct node **at);

#endif

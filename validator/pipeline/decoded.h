/* decoded: whether Go decodes a document into one of ARO-Tools' types (schemas/pipeline/types.yaml), in its words. */
#ifndef PIPELINE_DECODED_H
#define PIPELINE_DECODED_H

#include "schema/gowindow.h"
#include "syntax/tape.h"

/* window: go_window_newest, made once where many are decoded, or NULL. Empty, or "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ..."; *at (may be NULL) is where. */
struct str decoded_error(const struct node *root, const char *type, const struct go_window *window, struct arena *a,
                         const struct node **at);

#endif

/* refs: what a pipeline names of the configuration, and whether it is there. */
#ifndef PIPELINE_REFS_H
#define PIPELINE_REFS_H

#include "pipeline/pipeline.h"

/* One configRef or providerConfigRef of the document. */
struct config_ref {
    struct str pointer; /* JSON Pointer of it */
    struct str path;    /* what it names */
    const struct node *at;
    struct str error; /* of GetByPath; empty where it is there */
};

/* Every one, by keys in bytewise order and elements in theirs; in a. */
struct config_ref *refs_read(const struct pipeline *p, const struct node *config, struct arena *a, size_t *count);

/* What templatize pipeline validate says first of the references that it looks at (a part of them), without the prefix
 * of the context; empty where nothing. *at is the reference. */
struct str refs_validate(const struct pipeline *p, const struct node *config, struct arena *a, const struct node **at);

#endif

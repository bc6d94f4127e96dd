/* bicepparam: the check of bicepparam templates that templatize pipeline validate makes first: EV2 fills them with
 * strings, so they may hold plain fields only. */
#ifndef PIPELINE_BICEPPARAM_H
#define PIPELINE_BICEPPARAM_H

#include "base/fs.h"
#include "pipeline/topology.h"

/* The files that the ARM steps of a topology's pipelines name, read from the pipelines as they are written; sorted.
 * False with upstream's words in *error, and *pipeline the file that stopped it. */
bool bicepparam_collect(const struct topology *t, const struct fs *fs, struct arena *a, struct words *files,
                        struct str *error, struct str *pipeline, uint32_t *offset);

struct bicepparam_fault {
    struct str what; /* "range loop not allowed" */
    uint32_t offset; /* byte in the file */
    uint32_t line;
};

/* What in a text is more than a plain field, in the order of the text. A text that is no template: false, *error says
 * why ("failed to parse template: ..."). */
bool bicepparam_judge(struct str text, struct arena *a, struct bicepparam_fault **faults, size_t *count,
                      struct str *error);

/* The words of ValidateSimpleFieldAccess; empty where nothing is wrong. */
struct str bicepparam_words(struct str text, struct arena *a);

#endif

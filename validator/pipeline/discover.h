/* discover: pipelines that no topology names, by their content, and the files that steps have rendered. */
#ifndef PIPELINE_DISCOVER_H
#define PIPELINE_DISCOVER_H

#include "base/fs.h"
#include "pipeline/words.h"

struct discovered {
    struct words pipelines; /* YAML files with resource groups of a service at their top, sorted */
    struct words rendered;  /* bicepparam templates, values and namespace files of Helm steps, sorted */
    struct words unread;    /* folders and files that could not be looked at */
};

/* Walks the whole tree; everything is in a. */
void discover_files(struct discovered *d, const struct fs *fs, struct arena *a);

#endif

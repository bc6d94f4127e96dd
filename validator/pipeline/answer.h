/* answer: everything that ARO-Tools' libraries answer to a tree in one context, as one JSON object: the form of
 * tests' recordings (stages config, topology, pipelines, graphs, bicepparam, files). */
#ifndef PIPELINE_ANSWER_H
#define PIPELINE_ANSWER_H

#include "base/fs.h"
#include "pipeline/answer_writer.h"
#include "pipeline/config.h"
#include "pipeline/discover.h"

struct answer_question {
    const struct fs *fs;
    const struct str *config, *topology; /* paths */
    size_t config_count, topology_count;
    struct pipeline_context context;
    bool placeholders;                   /* EV2's, in place of values */
    const struct discovered *discovered; /* of the tree without edits */
    uint64_t pin;                        /* UTC time of the ARO-Tools commit as the digits yyyymmddhhmmss */
};

/* Writes the object. Everything it needs in between is in a. */
void answer_write(const struct answer_question *q, struct answer_writer *w, struct arena *a);

#endif

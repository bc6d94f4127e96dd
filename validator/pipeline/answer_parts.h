/* What the files that write an answer share. */
#ifndef PIPELINE_ANSWER_PARTS_H
#define PIPELINE_ANSWER_PARTS_H

#include "pipeline/behaviour.h"
#include "pipeline/answer.h"
#include "pipeline/config_schema.h"
#include "pipeline/pipeline.h"
#include "pipeline/topology.h"

struct answer {
    const struct answer_question *q;
    struct answer_writer *w;
    struct arena *arena;
    struct config_source source;
    struct config_resolved resolved;
    struct config_schema schema;
    const struct node *config; /* NULL: it could not be resolved */
    struct topology topology;
    bool loaded;
};

static inline enum page_numbers answer_numbers(uint64_t pin)
{
    return pipeline_behaves(PIPELINE_NUMBERS_STAY_WHOLE, pin) ? PAGE_INT64 : PAGE_FLOAT64;
}

void answer_words(struct answer_writer *w, const char *key, const struct words *words);
/* The first 16 digits of the SHA-256. */
struct str answer_hash(struct arena *a, struct str bytes);
/* The stages pipelines and graphs. */
void answer_pipelines(struct answer *x, const struct template_value *data);

#endif

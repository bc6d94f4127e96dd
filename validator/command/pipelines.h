/* pipelines: the deployment pipelines of a tree, as one step of judging it. */
#ifndef COMMAND_PIPELINES_H
#define COMMAND_PIPELINES_H

#include "command/project.h"
#include "pipeline/rollout/rollout.h"

/* Flags of commands that judge pipelines. */
#define PIPELINE_FLAGS                                                                                                 \
    { "topology", FLAG_LIST, "FILE", "topology of deployment pipelines" },                                             \
        { "pipeline", FLAG_LIST, "FILE", "a pipeline that no topology names, judged all the same" },                   \
        { "pipeline-config", FLAG_LIST, "FILE", "a further layer of the pipelines' configuration, in order" },         \
    {                                                                                                                  \
        "set-env", FLAG_LIST, "NAME=VALUE", "what settings may refer to: USER, BUILD_ID"                               \
    }

/* Puts what flags and discovery say into the project. False with a complaint. */
bool pipelines_find(struct project *p, const struct fs *fs, struct arena *arena, const struct args *args);
/* Judges them where there are any; of counts, silences is told before and the rest 0. rollout: filled with what they say;
 * NULL where nobody asks. */
void pipelines_judge(const struct project *p, const struct fs *fs, const struct own_rules *own,
                     const struct rule_settings *settings, struct findings *findings, struct pipeline_counts *counts,
                     struct rollout *rollout);

/* What judging them gave; whoever keeps it may use it again as long as nothing changed. A zeroed one holds nothing. */
struct pipelines_found {
    struct arena arena; /* of silences */
    struct findings findings;
    struct silences silences;
    struct pipeline_counts counts;
};

/* Judges them into found, which is freed by pipelines_found_free in any case. */
void pipelines_find_all(struct pipelines_found *found, const struct project *p, const struct fs *fs,
                        const struct own_rules *own, const struct rule_settings *settings);
/* Adds what was found: to findings a copy, to silences what lives as long as found does. */
void pipelines_found_add(const struct pipelines_found *found, struct findings *findings, struct silences *silences,
                         struct pipeline_counts *counts);
void pipelines_found_free(struct pipelines_found *found);

/* What is known to be deployed, own (Prow's) first, then who reads pipelines; in the arena. *count: of own, then of all. */
const struct deployed_component *pipelines_deployed(const struct project *p, const struct fs *fs, struct arena *arena,
                                                    const struct deployed_component *own, size_t *count);

#endif

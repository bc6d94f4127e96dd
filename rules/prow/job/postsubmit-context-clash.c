#include "rules/prow/job/duplicates.h"

const struct rule rule_postsubmit_context_clash = {
    .id = "postsubmit-context-clash",
    .summary = "No two postsubmits of a repo report to the same context for the same branch.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_CONTEXT_UNIQUE_PER_BRANCH],
    .with = &(const enum job_kind){ POSTSUBMIT },
    .reads = READS_JOBS,
    .tree = duplicates_by_context,
};

#include "rules/prow/job/duplicates.h"

const struct rule rule_presubmit_context_clash = {
    .id = "presubmit-context-clash",
    .summary = "No two presubmits of a repo report to the same context for the same branch.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_CONTEXT_UNIQUE_PER_BRANCH],
    .with = &(const enum job_kind){ PRESUBMIT },
    .reads = READS_JOBS,
    .tree = duplicates_by_context,
};

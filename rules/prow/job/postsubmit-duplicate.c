#include "rules/prow/job/duplicates.h"

const struct rule rule_postsubmit_duplicate = {
    .id = "postsubmit-duplicate",
    .summary = "No two postsubmits of a repo have the same name and a branch in common.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_JOB_CONFIG_FILES],
    .with = &(const enum job_kind){ POSTSUBMIT },
    .reads = READS_JOBS,
    .tree = duplicates_by_name,
};

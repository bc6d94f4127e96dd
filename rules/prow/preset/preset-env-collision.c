#include "prow/jobs/job_report.h"
#include "rules/prow/preset/collision.h"

const struct rule rule_preset_env_collision = {
    .id = "preset-env-collision",
    .summary = "No two of a job and its presets set the same environment variable.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with =
        &(const struct collision_rule){
            .part = POD_ENV, .tell = collision_tell, .noun = "env variable", .says = "env var" },
    .job = collisions_find,
};

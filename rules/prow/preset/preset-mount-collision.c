#include "prow/jobs/job_report.h"
#include "rules/prow/preset/collision.h"

const struct rule rule_preset_mount_collision = {
    .id = "preset-mount-collision",
    .summary = "No two of a job and its presets mount a volume of the same name into one container.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with =
        &(const struct collision_rule){
            .part = POD_MOUNTS, .tell = collision_tell, .noun = "volume mount", .says = "volume mount" },
    .job = collisions_find,
};

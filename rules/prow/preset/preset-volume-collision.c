#include "prow/jobs/job_report.h"
#include "rules/prow/preset/collision.h"

const struct rule rule_preset_volume_collision = {
    .id = "preset-volume-collision",
    .summary = "No two of a job and its presets bring a volume of the same name.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(
        const struct collision_rule){ .part = POD_VOLUMES, .tell = collision_tell, .noun = "volume", .says = "volume" },
    .job = collisions_find,
};

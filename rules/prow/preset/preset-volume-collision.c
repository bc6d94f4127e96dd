#include "prow/jobs/job_report.h"
#include "rules/prow/preset/collision.h"

static void tell(struct check *c, const struct job *j, const struct collision *x)
{
    struct str name = node_text(x->later->name);

    collision_report(c, j, x, "volume \"%.*s\"", STR_ARG(name));
    job_says(c, j, "job %.*s failed to merge presets for podspec: volume duplicated in pod spec: %.*s",
             STR_ARG(j->name), STR_ARG(name));
}

static void check_job(struct check *c, const struct job *j)
{
    collisions_find(c, j, POD_VOLUMES, tell);
}

const struct rule rule_preset_volume_collision = {
    .id = "preset-volume-collision",
    .summary = "No two of a job and its presets bring a volume of the same name.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};

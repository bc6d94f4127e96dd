#include "prow/jobs/job_report.h"
#include "rules/prow/preset/collision.h"

static void tell(struct check *c, const struct job *j, const struct collision *x)
{
    struct str name = node_text(x->later->name);

    collision_report(c, j, x, "env variable \"%.*s\"", STR_ARG(name));
    job_says(c, j, "job %.*s failed to merge presets for podspec: env var duplicated in pod spec: %.*s",
             STR_ARG(j->name), STR_ARG(name));
}

static void check_job(struct check *c, const struct job *j)
{
    collisions_find(c, j, POD_ENV, tell);
}

const struct rule rule_preset_env_collision = {
    .id = "preset-env-collision",
    .summary = "No two of a job and its presets set the same environment variable.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};

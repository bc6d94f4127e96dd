#include "prow/jobs/job_report.h"
#include "rules/prow/preset/collision.h"
#include "schema/behaviour.h"

static struct str field(const struct node *n, const char *name)
{
    return node_text(node_field(n, str_c(name)));
}

/* Go's %v of the struct. Where tolerationSeconds is set, Prow prints a pointer, which is no text to search for. */
static void tell(struct check *c, const struct job *j, const struct collision *x)
{
    const struct node *n = x->later->node;

    collision_report(c, j, x, "toleration of %.*s", STR_ARG(field(n, "key")));
    job_says(c, j,
             "job %.*s failed to merge presets for podspec: toleration duplicated in pod spec: {%.*s %.*s %.*s "
             "%.*s %s}",
             STR_ARG(j->name), STR_ARG(field(n, "key")), STR_ARG(field(n, "operator")), STR_ARG(field(n, "value")),
             STR_ARG(field(n, "effect")), node_field(n, STR("tolerationSeconds")) ? "0x" : "<nil>");
}

const struct rule rule_preset_toleration_collision = {
    .id = "preset-toleration-collision",
    .summary = "No two of a job and its presets bring the same toleration.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PRESET_TOLERATIONS],
    .with = &(const struct collision_rule){ .part = POD_TOLERATIONS, .tell = tell },
    .job = collisions_find,
};

#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

static bool is_checked(const struct window *w, const struct job *j)
{
    return job_has_decoration(j) &&
           behaviour_may_hold(w, j->kind == PRESUBMIT ? BEHAVIOUR_DECORATED_CONTAINER_NEEDS_COMMAND
                                                      : BEHAVIOUR_DECORATION_CONFIG_COMPLETE);
}

/* The first word of command and args together, which is what runs. */
static struct str first_word(const struct node *container)
{
    const struct node *command = node_field(container, STR("command"));
    const struct node *list = node_count(command) ? command : node_field(container, STR("args"));

    return text_or_empty(node_first(list));
}

static void check_job(struct check *c, const struct job *j)
{
    struct job_container k = { 0 };

    if (!is_checked(check_window(c), j))
        return;
    while (job_container_next(j, &k)) {
        if (first_word(k.node).len)
            continue;
        job_container_report(c, &k,
                             "the container of decorated job %.*s says not what to run: decoration replaces the "
                             "image's own entrypoint, so command or args is needed",
                             STR_ARG(j->name));
        job_invalid(c, j, "decorated job containers must specify command and/or args");
    }
}

const struct rule rule_job_decoration_command = {
    .id = "job-decoration-command",
    .summary = "A container of a decorated job says what to run.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};

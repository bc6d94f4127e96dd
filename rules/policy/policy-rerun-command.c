#include "rules/policy/policy.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "command",
      .kind = PARAMETER_TEXT,
      .help = "the command, where {name} is the name of the job; without it /test {name}" },
    { .name = NULL },
};

/* The command for this job. */
static struct str wanted_for(const struct check *c, const struct job *j)
{
    const struct node *given = check_parameter(c, "command");
    struct str rest = given ? node_text(given) : STR("/test {name}"), command = STR("");
    size_t at;

    while ((at = str_find(rest, STR("{name}"))) != SIZE_MAX) {
        command = ARENA_JOIN(j->arena, command, str_slice(rest, 0, at), j->name);
        rest = str_from(rest, at + 6);
    }
    return ARENA_JOIN(j->arena, command, rest);
}

static void check_job(struct check *c, const struct job *j)
{
    struct str wanted;

    if (j->kind != PRESUBMIT || !job_selected(c, j))
        return;
    wanted = wanted_for(c, j);
    if (!str_eq(wanted, j->rerun_command))
        job_report(c, j, "rerun_command", "presubmit %.*s is run again by \"%.*s\"; prowgate.yaml wants \"%.*s\"",
                   STR_ARG(j->name), STR_ARG(j->rerun_command), STR_ARG(wanted));
}

const struct rule rule_policy_rerun_command = {
    .id = "policy-rerun-command",
    .summary = "The command that runs a presubmit again is made from its name.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};

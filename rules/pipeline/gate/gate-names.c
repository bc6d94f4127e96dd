#include "pipeline/survey/survey.h"

/* Without either the executor has no token to start the job with. */
static void check_token(struct survey *s, const struct survey_step *e, const char *field)
{
    const struct node *n = step_field(e, field), *job = step_field(e, "jobName");

    if (n && !node_text(n).len && node_text(job).len && !text_is_open(node_text(job)))
        survey_say(s, e->in, n, "%s is empty here: nothing says which token starts the job", field);
}

/* A vault's name with the domain of one cloud (ARO-HCP 965ab3614); no job where EV2 runs the step. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct node *vault = step_field(e, "tokenKeyvault"), *job = step_field(e, "jobName");

        if (!step_is(e, "ProwJob"))
            continue;
        if (str_has(node_text(vault), STR(".")) && !text_is_open(node_text(vault)))
            survey_say(s, e->in, vault,
                       "tokenKeyvault \"%.*s\" is an address: the name alone is wanted, the domain differs "
                       "between clouds",
                       STR_ARG(node_text(vault)));
        check_token(s, e, "tokenKeyvault");
        check_token(s, e, "tokenSecret");
        if (job && !node_text(job).len && !str_eq(s->judging->context->is.cloud, STR("dev")))
            survey_say(s, e->in, job, "jobName is empty here: the gate cannot start (\"job-name is required\")");
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_gate_names = {
    .id = "gate-names",
    .summary = "A gate names a vault, and a job.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/retry.h"

static bool is_marker(struct str text)
{
    return str_starts(text, STR("ev2-retryable-"));
}

/* Whether a command starts the executor by hand. */
static bool starts_job(const struct survey_step *e)
{
    return step_is(e, "ProwJob") || str_has(step_text(e, "command"), STR("prow-job")) ||
           str_has(step_text(e, "command"), STR("PROW_JOB"));
}

static void judge(struct survey *s, const struct survey_step *e, const struct node *t)
{
    struct str text = node_text(t), gate = step_text(e, "gatePromotion");

    if (!starts_job(e))
        survey_say(s, e->in, t,
                   "%.*s is printed by the executor of Prow jobs only, and this step starts none: this retry "
                   "never fires",
                   STR_ARG(text));
    else if (str_eq(gate, STR("false")) || str_eq(gate, STR("False")))
        survey_say(s, e->in, t, "%.*s is printed where gatePromotion is true, here it is %.*s: this retry never fires",
                   STR_ARG(text), STR_ARG(gate));
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct retry r;

        retry_read(&r, e, s->arena);
        for (const struct node *t = node_first(r.texts); t; t = node_next(r.texts, t))
            if (is_marker(node_text(t)))
                judge(s, e, t);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_marker = {
    .id = "retry-marker",
    .summary = "A marker of the job executor stands in steps that start a job.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

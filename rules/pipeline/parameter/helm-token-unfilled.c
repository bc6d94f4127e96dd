#include "pipeline/survey/helm.h"

/* the text __x__ itself reaches the chart. */
static void check_file(struct survey *s, const struct survey_step *e, struct str path)
{
    const struct node *inputs = step_field(e, "inputVariables");
    struct str text = survey_text(s, path), token;

    for (size_t at = 0; helm_token(text, &at, &token);)
        if (!node_get(inputs, token))
            survey_say_at(s, faults_line(s->files->sources, path, (size_t)(token.p - text.p)),
                          "step %.*s has no inputVariables.%.*s: the text __%.*s__ itself reaches the chart",
                          STR_ARG(e->step->name), STR_ARG(token), STR_ARG(token));
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        if (step_is(e, "Helm"))
            helm_each_file(s, e, check_file);
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_helm_token_unfilled = {
    .id = "helm-token-unfilled",
    .summary = "Every token of a values file is filled by an input of the step.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

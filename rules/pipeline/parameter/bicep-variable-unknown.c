#include "pipeline/survey/parameters.h"

/* templatize overrides parameters by the names of variables. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (!step_parameters(s, e, &p))
            continue;
        for (const struct node *v = node_first(p.variables); v; v = node_next(p.variables, v)) {
            const struct node *name = node_field(node_value(v), STR("name"));

            if (node_text(name).len && !bicep_find(p.wanted, BICEP_PARAM, node_text(name)))
                survey_say(s, e->in, name,
                           "%.*s declares no param %.*s: the variable overrides nothing, and the deployment is "
                           "refused",
                           STR_ARG(p.template), STR_ARG(node_text(name)));
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_bicep_variable_unknown = {
    .id = "bicep-variable-unknown",
    .summary = "A variable of an ARM step is a parameter of its bicep.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/helm.h"

static bool uses(struct survey *s, const struct survey_step *e, struct str name)
{
    const struct node *files = step_field(e, "namespaceFiles");
    struct str token = ARENA_JOIN(s->arena, STR("__"), name, STR("__"));
    bool used = str_has(survey_text(s, survey_path(s, e->in, step_text(e, "valuesFile"))), token);

    for (const struct node *f = node_first(files); f; f = node_next(files, f))
        used |= str_has(survey_text(s, survey_path(s, e->in, node_text(f))), token);
    return used;
}

/* The edge to the step that gives it stays. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct node *inputs = step_field(e, "inputVariables");

        if (!step_is(e, "Helm") || !survey_text(s, survey_path(s, e->in, step_text(e, "valuesFile"))).len)
            continue;
        for (const struct node *k = node_first_key(inputs); k; k = node_next_key(inputs, k))
            if (!uses(s, e, node_text(k)))
                survey_say(s, e->in, k, "no file of the step has a token __%.*s__", STR_ARG(node_text(k)));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_helm_input_unused = {
    .id = "helm-input-unused",
    .summary = "Every input of a Helm step fills a token.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
    .survey = &survey,
};

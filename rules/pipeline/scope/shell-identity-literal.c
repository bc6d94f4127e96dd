#include "pipeline/survey/survey.h"

/* A dummy that was put in to please the schema. A literal resource id names a real one. templatize never looks at
 * it. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct node *value = node_field(step_field(e, "shellIdentity"), STR("value"));
        struct str text = node_text(value);

        if (survey_is_ev2(s, e->in) && node_kind(value) == NODE_STRING && text.len && !text_is_open(text) &&
            text.p[0] != '/' && !survey_value_path(s, e->in, value).len)
            survey_say(s, e->in, value, "shellIdentity is the literal \"%.*s\", and no managed identity",
                       STR_ARG(text));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_shell_identity_literal = {
    .id = "shell-identity-literal",
    .summary = "The identity of a step is one that something creates.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

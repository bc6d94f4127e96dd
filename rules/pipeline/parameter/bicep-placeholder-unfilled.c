#include "pipeline/survey/parameters.h"

/* the text '__x__' itself reaches Azure. templatize overrides by the name of
 * the parameter, EV2 fills by the name in the placeholder. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (!step_parameters(s, e, &p))
            continue;
        for (size_t i = 0; i < p.given->count; i++) {
            const struct bicep_decl *d = &p.given->decls[i];
            struct str token = d->kind == BICEP_PARAM ? parameter_token(d->value) : (struct str){ "", 0 };

            if (!token.len || step_variable(e, token) || step_variable(e, d->name))
                continue;
            fault_also(s->files->sources,
                       survey_say(s, e->in, e->step->node,
                                  "the step gives no variable %.*s, which %.*s waits for: the text __%.*s__ itself is "
                                  "deployed",
                                  STR_ARG(token), STR_ARG(p.file), STR_ARG(token)),
                       bicep_place(s, p.file, d->offset), "the placeholder is here");
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_bicep_placeholder_unfilled = {
    .id = "bicep-placeholder-unfilled",
    .summary = "Every placeholder of a parameters file is a variable of each step that uses it.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

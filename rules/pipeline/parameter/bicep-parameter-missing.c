#include "pipeline/survey/parameters.h"

/* BCP258. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (!step_parameters(s, e, &p))
            continue;
        for (size_t i = 0; i < p.wanted->count; i++) {
            const struct bicep_decl *d = &p.wanted->decls[i];

            if (d->kind != BICEP_PARAM || bicep_optional(d) || bicep_find(p.given, BICEP_PARAM, d->name))
                continue;
            fault_also(s->files->sources,
                       survey_say(s, e->in, step_field(e, "parameters"),
                                  "%.*s sets no %.*s, which %.*s declares without a default: bicep refuses it (BCP258)",
                                  STR_ARG(p.file), STR_ARG(d->name), STR_ARG(p.template)),
                       bicep_place(s, p.template, d->offset), "declared here");
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_bicep_parameter_missing = {
    .id = "bicep-parameter-missing",
    .summary = "A parameters file sets every parameter that has no default.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

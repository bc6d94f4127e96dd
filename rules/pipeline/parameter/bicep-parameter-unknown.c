#include "pipeline/survey/parameters.h"

/* BCP259. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (!step_parameters(s, e, &p))
            continue;
        for (size_t i = 0; i < p.given->count; i++) {
            const struct bicep_decl *d = &p.given->decls[i];

            if (d->kind == BICEP_PARAM && !bicep_find(p.wanted, BICEP_PARAM, d->name))
                survey_say_at(s, bicep_place(s, p.file, d->offset),
                              "%.*s declares no param %.*s: bicep refuses it (BCP259)", STR_ARG(p.template),
                              STR_ARG(d->name));
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_bicep_parameter_unknown = {
    .id = "bicep-parameter-unknown",
    .summary = "A parameters file sets what its bicep declares.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

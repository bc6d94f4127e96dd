#include "pipeline/survey/survey.h"

/* EV2 packs the whole repository for it, and nobody can tell whether it has to run again; where
 * the tree has the test that refuses it, step-ill-formed says so. Only where the team knows the key: it came in September 2025. */
static bool is_known(const struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        if (step_field(e, "workingDir"))
            return true;
    return false;
}

static void check(struct survey *s)
{
    bool known = is_known(s);

    for (const struct survey_step *e = survey_next(s, NULL); known && e; e = survey_next(s, e))
        if (step_is(e, "Shell") && !step_text(e, "workingDir").len &&
            !(e->in->loaded && !e->validation && well_formed_is_demanded(s->judging->unit, e->in->service)))
            survey_say(s, e->in, e->step->node,
                       "%.*s has no workingDir: EV2 packs the whole repository for it, and the step runs again with "
                       "every change of it",
                       STR_ARG(e->step->name));
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_working_directory_missing = {
    .id = "working-directory-missing",
    .summary = "A Shell step says which folder it needs.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/parameters.h"

#include "base/path.h"

/* templatize goes by the "using" line of the parameters and never opens the template;
 * what EV2 does with it nobody wrote down. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct node *at = step_field(e, "template");
        struct str path = node_text(at), full = survey_path(s, e->in, path), used;

        if ((!step_is(e, "ARM") && !step_is(e, "ARMStack")) || !path.len || text_is_open(path))
            continue;
        used = step_bicep(s, e);
        if (survey_is_folder(s, full))
            survey_say(s, e->in, at, "the template %.*s is a folder", STR_ARG(path));
        else if (!survey_exists(s, full))
            survey_say(s, e->in, at, "the template %.*s is not there%s%.*s", STR_ARG(path),
                       used.len ? ": templatize takes the one that the parameters use, " : "", STR_ARG(used));
        else if (used.len && survey_exists(s, used) && !str_eq(path_clean(s->arena, used), path_clean(s->arena, full)))
            survey_say(s, e->in, at,
                       "the step names the template %.*s, its parameters use %.*s, and that is what is deployed",
                       STR_ARG(full), STR_ARG(used));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_template_missing = {
    .id = "template-missing",
    .summary = "The template of an ARM step is there, and the one that its parameters use.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

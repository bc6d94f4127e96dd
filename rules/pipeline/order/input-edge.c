#include "pipeline/behaviour.h"
#include "pipeline/survey/survey.h"

static bool is_named(const struct survey_step *e, struct str step)
{
    for (size_t i = 0; i < e->step->depend_count; i++) {
        const struct step_ref *d = &e->step->depends[i];

        if (str_eq(node_kind(d->at) == NODE_STRING ? node_text(d->at) : d->step, step))
            return true;
    }
    return false;
}

/* A pipeline of that time names steps by themselves. */
static bool is_old(const struct survey_step *e)
{
    for (size_t i = 0; i < e->in->count; i++)
        for (size_t k = 0; k < e->in->steps[i].step->depend_count; k++)
            if (node_kind(e->in->steps[i].step->depends[k].at) == NODE_STRING)
                return true;
    return false;
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        for (size_t i = 0; i < e->step->input_count && !e->validation; i++) {
            const struct step_ref *in = &e->step->inputs[i];

            if (in->step.len && !is_named(e, in->step) &&
                (!pipeline_behaves(PIPELINE_INPUTS_ARE_EDGES, s->pin) || (!in->group.len && is_old(e))))
                survey_say(s, e->in, node_field(in->at, STR("step")) ? node_field(in->at, STR("step")) : in->at,
                           "%.*s takes an input of %.*s and does not depend on it: at this version an input is no edge",
                           STR_ARG(e->step->name), STR_ARG(in->step));
        }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_input_edge = {
    .id = "input-edge",
    .summary = "Before inputs meant edges, a step named the step of its input among its dependencies.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

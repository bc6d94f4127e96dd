#include "pipeline/survey/survey.h"

/* EV2: "invalid shell identity: variable must specify config ref, value, or input chain" .
 * Since July 2026 upstream's schema asks for it, too. */
static bool is_unsaid(const struct node *identity)
{
    return !identity || (node_kind(identity) == NODE_MAPPING && !node_field(identity, STR("input")) &&
                         !node_field(identity, STR("configRef")) &&
                         !node_text(node_field(identity, STR("value"))).len && !node_field_key(identity, STR("value")));
}

/* Before June 2025 there was no such key: some step has one, or the pinned version is one that knows it. */
static bool is_known(const struct survey *s)
{
    const struct pipelines_run *r = s->all->run;
    const struct history_row *row = history_of_step(&r->history, STR("Shell"), STR("shellIdentity"));

    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        if (step_field(e, "shellIdentity"))
            return true;
    return row && r->consumers.each[CONSUMER_TEMPLATIZE].version.len && row->since <= s->pin;
}

static void check(struct survey *s)
{
    bool known = is_known(s);

    for (const struct survey_step *e = survey_next(s, NULL); known && e; e = survey_next(s, e))
        if ((step_is(e, "Shell") || step_is(e, "ImageMirror")) && is_unsaid(step_field(e, "shellIdentity")))
            survey_ev2_only(s, e->in,
                            survey_say(s, e->in, e->step->node,
                                       "%.*s has no shellIdentity: EV2 refuses it (\"invalid shell identity: variable "
                                       "must specify config ref, value, or input chain\")",
                                       STR_ARG(e->step->name)));
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_shell_identity_missing = {
    .id = "shell-identity-missing",
    .summary = "A Shell or ImageMirror step has an identity.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/retry.h"

/* From when to when the executor printed a marker: times of commits of ARO-Tools (issue of its pins; added 0307c58,
 * reverted 25513c1, back in 2d3c89a; the second one with #324). */
static const struct {
    struct str text;
    uint64_t since, until; /* until 0: still */
} markers[] = {
    { STR_INIT("ev2-retryable-known-issue-failure"), 20260806000000, 20260807054000 },
    { STR_INIT("ev2-retryable-known-issue-failure"), 20260807060400, 0 },
    { STR_INIT("ev2-retryable-infra-precondition-failure"), 20260829000000, 0 },
};

static bool is_marker(struct str text)
{
    return str_starts(text, STR("ev2-retryable-"));
}

static bool printed_at(struct str text, uint64_t pin)
{
    for (size_t i = 0; i < COUNT_OF(markers); i++)
        if (str_eq(markers[i].text, text) && pin >= markers[i].since && (!markers[i].until || pin < markers[i].until))
            return true;
    return false;
}

/* Whether a command starts the executor by hand. */
static bool starts_job(const struct survey_step *e)
{
    return step_is(e, "ProwJob") || str_has(step_text(e, "command"), STR("prow-job")) ||
           str_has(step_text(e, "command"), STR("PROW_JOB"));
}

static void judge(struct survey *s, const struct survey_step *e, const struct node *t)
{
    struct str text = node_text(t), gate = step_text(e, "gatePromotion");

    if (!starts_job(e))
        survey_say(s, e->in, t,
                   "%.*s is printed by the executor of Prow jobs only, and this step starts none: this retry "
                   "never fires",
                   STR_ARG(text));
    else if (!printed_at(text, s->pin))
        survey_say(s, e->in, t, "the pinned executor (%llu) does not print %.*s: this retry never fires",
                   (unsigned long long)s->pin, STR_ARG(text));
    else if (str_eq(gate, STR("false")) || str_eq(gate, STR("False")))
        survey_say(s, e->in, t, "%.*s is printed where gatePromotion is true, here it is %.*s: this retry never fires",
                   STR_ARG(text), STR_ARG(gate));
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct retry r;

        retry_read(&r, e, s->arena);
        for (const struct node *t = node_first(r.texts); t; t = node_next(r.texts, t))
            if (is_marker(node_text(t)))
                judge(s, e, t);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_marker = {
    .id = "retry-marker",
    .summary = "A marker of the job executor stands only where that executor prints it.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

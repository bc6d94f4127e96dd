#include "pipeline/survey/retry.h"

/* EV2: "invalid retry duration 30s: must be between 1 minute and 3 hours". */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct retry r;
        struct fault *f;
        struct str pause;

        retry_read(&r, e, s->arena);
        pause = node_text(r.pause_node);
        if (!r.pause_node || text_is_open(pause))
            continue;
        if (r.pause_broken) {
            survey_say(s, e->in, r.pause_node,
                       "durationBetweenRetries \"%.*s\" is no duration: the step cannot be retried", STR_ARG(pause));
            continue;
        }
        if (r.pause >= RETRY_MINUTE && r.pause <= 180 * RETRY_MINUTE)
            continue;
        f = survey_say(s, e->in, r.pause_node,
                       "EV2 refuses a pause of %.*s: it takes 1 minute (1m) to 3 hours; templatize takes any",
                       STR_ARG(pause));
        survey_ev2_only(s, e->in, f);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_pause = {
    .id = "retry-pause",
    .summary = "The pause between retries is a duration, of one minute to three hours where EV2 deploys.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/retry.h"

/* The loop over attempts runs maximumRetryCount times, so without one templatize does nothing and calls it done. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct retry r;

        retry_read(&r, e, s->arena);
        if (!r.node || r.count > 0 || (r.count_node && node_kind(r.count_node) != NODE_INT))
            continue;
        survey_say(s, e->in, r.count_node ? r.count_node : r.node,
                   "%s templatize makes no attempt at all and calls the step done: it is skipped, and EV2 never "
                   "retries it",
                   r.count_node ? "with this maximumRetryCount" : "without maximumRetryCount");
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_count = {
    .id = "retry-count",
    .summary = "A retry says how often.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

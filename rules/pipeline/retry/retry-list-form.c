#include "pipeline/survey/retry.h"

enum { MOST_TEXTS = 16, MOST_BYTES = 1024 };

/* The bytes of the list as JSON, as far as they can be told without escapes. */
static size_t encoded(const struct node *list)
{
    size_t bytes = 2;

    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        bytes += node_text(e).len + 3;
    return bytes;
}

/* Fact sheet 1.2 (the schema means to say so and does not) and 2.7. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct retry r;
        size_t count;

        retry_read(&r, e, s->arena);
        count = node_count(r.texts);
        if (!r.node)
            continue;
        if (count == 0)
            fault_no_more_than(survey_say(s, e->in, r.texts ? r.texts : r.node,
                                          "automatedRetry lists no text in errorContainsAny: templatize never retries"),
                               SEVERITY_WARNING);
        for (const struct node *t = node_first(r.texts); t; t = node_next(r.texts, t))
            if (node_kind(t) == NODE_STRING && node_text(t).len == 0)
                survey_say(s, e->in, t,
                           "an empty text stands in every error: everything is retried, permanent failures too");
        if (count > MOST_TEXTS)
            survey_ev2_only(s, e->in, survey_say(s, e->in, r.texts, "EV2 takes 16 texts, here are %zu", count));
        else if (encoded(r.texts) > MOST_BYTES)
            survey_ev2_only(s, e->in,
                            survey_say(s, e->in, r.texts, "EV2 takes a list of 1024 bytes, this one has %zu",
                                       encoded(r.texts)));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_list_form = {
    .id = "retry-list-form",
    .summary = "EV2 takes at most 16 texts of together 1,024 bytes, and no empty one.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

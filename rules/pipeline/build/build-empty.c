#include "pipeline/survey/commands.h"

/* Upstream's schema asks for neither key, and running nothing fails. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        struct build_facts b;

        build_read(s, p, &b);
        if (b.there && b.empty)
            survey_say(s, p, node_field_key(p->pipeline->tape.root, STR("buildStep")),
                       "buildStep has no command: it is accepted, and fails whenever it is run");
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_build_empty = {
    .id = "build-empty",
    .summary = "A build step has a command.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

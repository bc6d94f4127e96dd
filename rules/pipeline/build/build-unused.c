#include "pipeline/survey/commands.h"

#include "base/path.h"

static bool is_mentioned(const struct survey_pipeline *p, struct str name)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct node *n = p->steps[i].step->node;

        if (str_has(str_slice(p->pipeline->rendered, n->start, n->end), name))
            return true;
    }
    return false;
}

/* Only where the last thing that it writes is named by no step of the pipeline at all. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        struct build_facts b;
        struct str name;

        build_read(s, p, &b);
        if (!b.there || b.opaque || b.output_count == 0)
            continue;
        name = path_base(b.outputs[b.output_count - 1].path);
        if (name.len && !is_mentioned(p, name))
            survey_say(s, p, node_field_key(p->pipeline->tape.root, STR("buildStep")),
                       "no step of this pipeline runs %.*s, which the build step makes",
                       STR_ARG(b.outputs[b.output_count - 1].path));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_build_unused = {
    .id = "build-unused",
    .summary = "What a build step makes is run by a step.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
    .survey = &survey,
};

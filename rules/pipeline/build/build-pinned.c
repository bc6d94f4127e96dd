#include "pipeline/survey/commands.h"

/* ARO-HCP #5394: "cannot execute binary file". The build step and the step that runs its product need
 * not run on the same kind of machine as the author's. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        const struct node *args = node_field(p->build, STR("args"));
        struct build_facts b;

        build_read(s, p, &b);
        if (!b.there || (!str_has(b.command, STR("GOOS=")) && !str_has(b.command, STR("GOARCH="))) ||
            !build_is_run(s, p, &b))
            continue;
        for (const struct node *e = node_first(args); e || args; e = node_next(args, e)) {
            struct str text = e ? node_text(node_value(e)) : b.command;

            if (e && !str_has(text, STR("GOOS=")) && !str_has(text, STR("GOARCH=")))
                continue;
            survey_say(s, p, e ? e : node_field(p->build, STR("command")),
                       "the build step pins GOOS or GOARCH for a binary that a step runs: where that step runs on "
                       "another machine, it ends with \"cannot execute binary file\"");
            break;
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_build_pinned = {
    .id = "build-pinned",
    .summary = "A build step does not pin the machine that its binary is for.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/commands.h"

/* What EV2 runs was built on another machine, which has a C compiler and a C library of its own. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        const struct node *args = node_field(p->build, STR("args")), *at = NULL;
        struct build_facts b;

        build_read(s, p, &b);
        if (!b.there || !survey_is_ev2(s, p) || !str_has(b.command, STR("go build")) ||
            str_has(b.command, STR("CGO_ENABLED=0")) || !b.output_count || !build_is_run(s, p, &b))
            continue;
        for (const struct node *e = node_first(args); e && !at; e = node_next(args, e))
            at = str_has(node_text(node_value(e)), STR("build")) ? e : NULL;
        survey_say(s, p, at ? at : node_field(p->build, STR("command")),
                   "the build does not say CGO_ENABLED=0: where it finds a C compiler, the binary needs the C library "
                   "of "
                   "the machine that built it, and the step runs on another one");
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_build_cgo = {
    .id = "build-cgo",
    .summary = "What is built for another machine needs no C library.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
    .survey = &survey,
};

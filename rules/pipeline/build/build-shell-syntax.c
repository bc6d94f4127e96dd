#include "pipeline/survey/commands.h"

/* the command is started as it is, without a shell. */
static bool is_shell_line(struct str command)
{
    static const char *const marks[] = { " ", "&&", "|", ";", "$" };
    struct str head, tail;

    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_has(command, str_c(marks[i])))
            return true;
    return str_cut(command, '=', &head, &tail) && head.len;
}

static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        const struct node *command = node_field(p->build, STR("command"));

        if (node_text(command).len && !text_is_open(node_text(command)) && is_shell_line(node_text(command)))
            survey_say(s, p, command,
                       "\"%.*s\" is started as one program without a shell: write command: bash, args: [-c, ...], or "
                       "give its words as args",
                       STR_ARG(node_text(command)));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_build_shell_syntax = {
    .id = "build-shell-syntax",
    .summary = "A build step's command is a program, not a shell line.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

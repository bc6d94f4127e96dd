#include "pipeline/survey/survey.h"

/* one brace is text, and the text itself is deployed. */
static void check_layer(struct survey *s, struct str file, struct str text)
{
    static const char *const starts[] = { "{ .ev2.", "{ .ctx.", "{.ev2.", "{.ctx." };

    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] != '{' || (i && text.p[i - 1] == '{'))
            continue;
        for (size_t k = 0; k < COUNT_OF(starts); k++)
            if (str_starts(str_from(text, i), str_c(starts[k])))
                survey_say_at(s, faults_line(s->files->sources, file, i),
                              "a template in single braces stays as it is written: it wants {{ ... }}");
    }
}

static void check(struct survey *s)
{
    const struct config_source *c = &s->judging->unit->source;

    for (size_t i = 0; i < c->count; i++)
        check_layer(s, c->paths[i], c->texts[i]);
}

static const struct survey_rule survey = { .context = check, .partial = true };

const struct rule rule_single_brace = {
    .id = "single-brace",
    .summary = "A template of the configuration stands in two braces.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

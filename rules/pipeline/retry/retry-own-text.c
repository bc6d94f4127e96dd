#include "pipeline/survey/commands.h"
#include "pipeline/survey/retry.h"

static bool gives_up(struct str text)
{
    return str_has(text, STR("giving up")) || str_has(text, STR("gave up"));
}

/* Whether a text of the list can be what is printed: it has the same end. */
static bool is_listed(const struct retry *r)
{
    for (const struct node *t = node_first(r->texts); t; t = node_next(r->texts, t))
        if (gives_up(node_text(t)))
            return true;
    return false;
}

/* Loops that were put into the script end with words that the list does not hold. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c;
        struct retry r;

        retry_read(&r, e, s->arena);
        if (!step_is(e, "Shell") || node_count(r.texts) == 0 || is_listed(&r))
            continue;
        c = step_commands(s, e, false);
        for (size_t i = 0; i < c->text_count; i++) {
            struct str text = c->texts[i].script->text;
            size_t at = str_find(text, STR("giving up"));

            if (at == SIZE_MAX || !c->texts[i].path.len)
                continue;
            fault_also(s->files->sources,
                       survey_say(s, e->in, node_first(r.texts),
                                  "%.*s ends its own waiting with \"giving up\", which no text of this list matches: "
                                  "the step is not "
                                  "retried then",
                                  STR_ARG(c->texts[i].path)),
                       command_place(s, e, &c->texts[i], (uint32_t)at), "it gives up here");
            break;
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_own_text = {
    .id = "retry-own-text",
    .summary = "The retries of a step know what its own script says when it gives up.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

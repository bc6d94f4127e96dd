#include "pipeline/survey/retry.h"

#include "base/path.h"

static bool reads_vault(const struct script *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (script_has_word(&c->commands[i], "az") && script_has_word(&c->commands[i], "keyvault") &&
            (script_has_word(&c->commands[i], "show") || script_has_word(&c->commands[i], "download")) &&
            !c->commands[i].condition && !c->commands[i].masked)
            return true;
    return false;
}

/* Whether the step, or the script that it runs, reads a secret of a Key Vault. */
static bool asks_vault(struct survey *s, const struct survey_step *e)
{
    struct str command = step_text(e, "command"), dir = survey_path(s, e->in, step_text(e, "workingDir"));
    struct script c;

    script_read(&c, s->arena, command);
    if (reads_vault(&c))
        return true;
    for (size_t i = 0; i < c.count; i++) {
        const struct script_word *w = script_program(&c.commands[i], NULL);
        const struct script *file =
            w && str_has(w->text, STR("/")) && !text_is_open(w->text) && !str_has(w->text, STR("$"))
                ? survey_script(s, path_join(s->arena, dir, w->text))
                : NULL;

        if (file && file->shell && reads_vault(file))
            return true;
    }
    return false;
}

/* ARO-HCP #5938 (a stack that is still busy) and ARO-Tools #252: one lost answer of the metadata
 * endpoint fails the step and everything that waits for it. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct retry r;

        retry_read(&r, e, s->arena);
        if (step_is(e, "ARMStack") && !retry_matches(&r, "DeploymentStackInNonTerminalState"))
            survey_say(s, e->in, r.texts ? r.texts : e->step->node,
                       "no automatedRetry for \"DeploymentStackInNonTerminalState\", which an ARMStack step meets "
                       "while the "
                       "stack is still busy");
        if (step_is(e, "Shell") && !e->validation && !r.node && e->awaited && asks_vault(s, e))
            survey_say(s, e->in, e->step->node,
                       "steps wait for %.*s, which reads a Key Vault without an automatedRetry: one lost answer fails "
                       "the rollout",
                       STR_ARG(e->step->name));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_missing = {
    .id = "retry-missing",
    .summary = "A step that meets a well-known passing failure is retried for it.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

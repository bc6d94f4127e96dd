#include "pipeline/survey/commands.h"

#include "base/path.h"

static bool is_guard(struct str word)
{
    static const char *const names[] = {
        "guard", "check", "verify", "preflight", "validate", "assert", "precondition"
    };

    word = path_base(word);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_has(word, str_c(names[i])))
            return true;
    return false;
}

/* What the command of a step says with "|| true": a program of the tree, or one that is built on the spot. */
static bool matters(const struct command_use *u, const struct script_word *program)
{
    if (u->file.len && is_guard(u->file_word->text))
        return true;
    if (u->text->path.len || u->command->condition)
        return false;
    return (u->file.len && !u->sourced) || (program && str_eq(program->text, STR("go")));
}

/* ARO-HCP #5397: an unknown answer counts as no. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c = step_is(e, "Shell") ? step_commands(s, e, false) : NULL;

        for (size_t i = 0; c && i < c->use_count; i++) {
            const struct command_use *u = &c->uses[i];
            const struct script_word *program = script_program(u->command, NULL);
            struct str named = u->file.len ? u->file_word->text : program ? program->text : STR("it");
            struct fault *f;

            if (!u->command->masked || !matters(u, program))
                continue;
            f = survey_say(s, e->in, step_command_node(e),
                           is_guard(named)
                               ? "the guard %.*s fails open: what follows \"||\" turns every answer into a yes"
                               : "what follows \"||\" throws the failure of %.*s away (|| true): the step calls it a "
                                 "success",
                           STR_ARG(named));
            if (u->text->path.len)
                fault_also(s->files->sources, f, command_place(s, e, u->text, u->command->offset), "masked here");
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_guard_masked = {
    .id = "guard-masked",
    .summary = "The answer of a guard counts.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

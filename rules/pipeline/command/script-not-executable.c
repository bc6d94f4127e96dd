#include "pipeline/survey/commands.h"

/* Whether the step makes a file one that may be run itself, or nobody can tell. */
static bool changes_modes(const struct step_commands *c)
{
    for (size_t i = 0; i < c->use_count; i++) {
        const struct script_word *p = script_program(c->uses[i].command, NULL);

        if (p && (str_eq(p->text, STR("chmod")) || str_eq(p->text, STR("install"))))
            return true;
    }
    return false;
}

static bool is_plain(struct survey *s, struct str file)
{
    struct fs_info info;
    struct fs_error error;

    return fs_stat(s->all->run->fs, file, &info, &error) && info.kind == FS_FILE && info.plain;
}

/* Run by its own name, not by a shell that reads it. */
static bool is_run(const struct command_use *u)
{
    return u->file.len && !u->sourced && !u->command->condition && u->dir_known &&
           u->file_word == &u->command->words[0];
}

/* A tree that was copied without its modes has nothing that may be run: another script has to show that it has some. */
static bool has_modes(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c = step_is(e, "Shell") ? step_commands(s, e, false) : NULL;

        for (size_t i = 0; c && i < c->use_count; i++)
            if (is_run(&c->uses[i]) && survey_exists(s, c->uses[i].file) && !is_plain(s, c->uses[i].file))
                return true;
    }
    return false;
}

static void check_step(struct survey *s, const struct survey_step *e, const struct step_commands *c)
{
    for (size_t i = 0; i < c->use_count; i++) {
        const struct command_use *u = &c->uses[i];
        struct fault *f;

        if (!is_run(u) || !is_plain(s, u->file))
            continue;
        f = survey_say(s, e->in, step_command_node(e),
                       "%.*s is run by its name, and nobody may run it (\"Permission denied\"): "
                       "git update-index --chmod=+x, or run it by bash",
                       STR_ARG(u->file));
        if (u->text->path.len)
            fault_also(s->files->sources, f, command_place(s, e, u->text, u->command->offset), "run here");
    }
}

static void check(struct survey *s)
{
    bool modes = has_modes(s);

    for (const struct survey_step *e = survey_next(s, NULL); modes && e; e = survey_next(s, e)) {
        const struct step_commands *c = step_is(e, "Shell") ? step_commands(s, e, false) : NULL;

        if (c && !changes_modes(c))
            check_step(s, e, c);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_script_not_executable = {
    .id = "script-not-executable",
    .summary = "A script that a step runs by its name may be run.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/commands.h"

#include "base/path.h"

static bool is_script(struct str file)
{
    return str_ends(file, STR(".sh")) || str_ends(file, STR(".py")) || str_ends(file, STR(".bash"));
}

/* Of a recorded script it is not known whether a word was run or printed: only what lies beside the script is sure. */
static bool is_sure(struct survey *s, const struct command_use *u)
{
    return !u->text->script->reduced ||
           survey_exists(s, path_join(s->arena, path_dir_part(u->text->path), u->file_word->text));
}

/* Whether any step's script is there: a tree of configuration alone has none, and nothing to say of them. */
static bool has_scripts(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c = step_is(e, "Shell") ? step_commands(s, e, false) : NULL;
        struct str dir = c ? path_clean(s->arena, c->dir.len ? c->dir : STR(".")) : STR("");
        struct fs_listing listing;
        struct fs_error error;

        if (c && c->text_count > 1)
            return true;
        if (!c || !survey_is_folder(s, dir) || !fs_list(s->all->run->fs, dir, s->arena, &listing, &error))
            continue;
        for (size_t i = 0; i < listing.count; i++)
            if (is_script(listing.names[i].name))
                return true;
    }
    return false;
}

/* "bash: No such file or directory", at rollout time (the script of a script is looked for in the
 * working directory). */
static void check(struct survey *s)
{
    bool known = has_scripts(s);

    for (const struct survey_step *e = survey_next(s, NULL); known && e; e = survey_next(s, e)) {
        const struct step_commands *c = step_is(e, "Shell") ? step_commands(s, e, false) : NULL;

        for (size_t i = 0; c && i < c->use_count; i++) {
            const struct command_use *u = &c->uses[i];
            struct fault *f;

            if (!u->file.len || !is_script(u->file) || str_starts(u->file, STR("..")) || survey_exists(s, u->file) ||
                u->command->condition || node_kind(e->in->build) == NODE_MAPPING || !is_sure(s, u))
                continue;
            f = survey_say(s, e->in, step_command_node(e), "%.*s is not there: %.*s%sruns %.*s in %.*s",
                           STR_ARG(u->file), STR_ARG(u->text->path), u->text->path.len ? " " : "the command ",
                           STR_ARG(u->file_word->text), STR_ARG(u->dir.len ? u->dir : STR("the root of the tree")));
            if (u->text->path.len)
                fault_also(s->files->sources, f, command_place(s, e, u->text, u->command->offset), "run here");
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_script_missing = {
    .id = "script-missing",
    .summary = "A script that a step runs is where the step looks for it.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

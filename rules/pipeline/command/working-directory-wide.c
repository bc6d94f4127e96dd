#include "pipeline/survey/commands.h"

#include "base/path.h"

/* "scripts/x" of "./scripts/x/tool"; empty where the word names no folder below. */
static struct str folder_of(struct survey *s, struct str word)
{
    struct str dir = path_dir_part(path_clean(s->arena, word));

    return str_starts(dir, STR("..")) || str_starts(dir, STR("/")) || str_has(word, STR("$")) ? (struct str){ "", 0 }
                                                                                              : dir;
}

/* Whether dir lies below above, and is not the same. */
static bool is_inside(struct survey *s, struct str dir, struct str above)
{
    dir = path_clean(s->arena, dir.len ? dir : STR("."));
    above = path_clean(s->arena, above.len ? above : STR("."));
    if (str_eq(dir, above) || str_starts(dir, STR("..")))
        return false;
    return str_eq(above, STR(".")) ? !str_eq(dir, STR(".")) : str_starts(dir, ARENA_JOIN(s->arena, above, STR("/")));
}

/* every change of any file below runs the step again. Only where the one command is a program
 * that lies in a folder below, and no other path is named. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct node *dir = step_field(e, "workingDir");
        const struct step_commands *c = step_is(e, "Shell") && node_text(dir).len ? step_commands(s, e, false) : NULL;
        struct str only;

        if (!c || c->use_count == 0 || (c->text_count > 1 && c->texts[1].shell) ||
            c->uses[0].text->script->count != 1 || !c->uses[0].file.len)
            continue;
        if (is_inside(s, c->dir, e->in->dir))
            continue;
        only = folder_of(s, c->uses[0].file_word->text);
        for (size_t i = 0; i < c->uses[0].command->count; i++)
            if (str_has(c->uses[0].command->words[i].text, STR("/")) &&
                !str_eq(folder_of(s, c->uses[0].command->words[i].text), only))
                only.len = 0;
        if (only.len)
            survey_say(s, e->in, dir,
                       "the step runs %.*s only, and has the whole of %.*s for a working directory: every change there "
                       "runs it again; %.*s would do",
                       STR_ARG(c->uses[0].file_word->text), STR_ARG(c->dir.len ? c->dir : STR(".")), STR_ARG(only));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_working_directory_wide = {
    .id = "working-directory-wide",
    .summary = "A step that needs one folder names that folder.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

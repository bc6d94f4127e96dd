#include "pipeline/survey/commands.h"

#include "base/path.h"

/* Whether path lies in dir; dir empty: the whole tree. */
static bool is_below(struct survey *s, struct str path, struct str dir)
{
    path = path_clean(s->arena, path);
    dir = dir.len ? path_clean(s->arena, dir) : dir;
    if (str_starts(path, STR("..")))
        return false;
    return !dir.len || str_eq(dir, STR(".")) || str_eq(path, dir) ||
           str_starts(path, ARENA_JOIN(s->arena, dir, STR("/")));
}

static bool is_plain(struct str w)
{
    return w.len && !str_has(w, STR("$")) && !str_has(w, STR("`")) && !str_has(w, STR("*")) && !str_has(w, STR("="));
}

static void say(struct survey *s, const struct survey_step *e, const struct command_text *t, uint32_t offset,
                struct str path, bool sure)
{
    const struct node *dir = step_field(e, "workingDir");
    struct fault *f =
        survey_say(s, e->in, dir,
                   "%.*s%sreads %.*s, outside of the working directory %.*s, which is all that EV2 packs for the "
                   "step",
                   STR_ARG(t->path), t->path.len ? " " : "the command ", STR_ARG(path), STR_ARG(node_text(dir)));

    if (!sure)
        fault_no_more_than(f, SEVERITY_WARNING);
    if (t->path.len)
        fault_also(s->files->sources, f, command_place(s, e, t, offset), "read here");
}

static void check_words(struct survey *s, const struct survey_step *e, const struct step_commands *c,
                        const struct command_use *u)
{
    for (size_t w = 0; u->dir_known && w < u->command->count; w++) {
        struct str word = u->command->words[w].text;

        if (is_plain(word) && str_has(word, STR("../")) && word.p[0] != '-' && word.p[0] != '/' &&
            !is_below(s, path_join(s->arena, u->dir, word), c->dir))
            say(s, e, u->text, u->command->words[w].offset, word, true);
    }
}

static bool is_path_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.' || c == '/';
}

/* Names of data files in a program that is no shell's: what is not in the folder but beside it was meant. */
static void check_program(struct survey *s, const struct survey_step *e, const struct step_commands *c,
                          const struct command_text *t)
{
    struct str text = t->script->text;

    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        struct str word, base, here;

        while (end < text.len && is_path_char(text.p[end]))
            end++;
        word = str_slice(text, i, end);
        i = end + 1;
        base = str_trim_prefix(word, STR("../"));
        if (!str_ends(word, STR(".yaml")) && !str_ends(word, STR(".json")) && !str_ends(word, STR(".yml")))
            continue;
        here = path_join(s->arena, c->dir, base);
        if (base.p[0] == '/' || survey_exists(s, here) ||
            is_below(s, path_join(s->arena, path_dir_part(c->dir), base), c->dir) ||
            !survey_exists(s, path_join(s->arena, path_dir_part(path_clean(s->arena, c->dir)), base)))
            continue;
        say(s, e, t, (uint32_t)(word.p - text.p), word, base.len < word.len);
    }
}

/* templatize runs a step in the checkout, where nothing is missing. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c =
            step_is(e, "Shell") && survey_is_ev2(s, e->in) ? step_commands(s, e, false) : NULL;

        if (!c || !c->has_dir || !survey_is_folder(s, c->dir))
            continue;
        for (size_t i = 0; i < c->use_count; i++)
            check_words(s, e, c, &c->uses[i]);
        for (size_t i = 0; i < c->text_count; i++)
            if (c->texts[i].in_files && str_ends(c->texts[i].path, STR(".py")))
                check_program(s, e, c, &c->texts[i]);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_path_outside = {
    .id = "path-outside",
    .summary = "A step reads nothing outside of its working directory.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/commands.h"

/* What follows getopts: "n:f"; empty where the script has none. */
static struct str options_of(struct str text)
{
    static const char word[] = "getopts ";
    size_t at = str_find(text, str_c(word)), end;
    char quote;

    if (at == SIZE_MAX)
        return (struct str){ "", 0 };
    text = str_from(text, at + sizeof word - 1);
    quote = text.len ? text.p[0] : ' ';
    text = quote == '"' || quote == '\'' ? str_from(text, 1) : text;
    end = str_find_char(text, quote == '"' || quote == '\'' ? quote : ' ');
    return end == SIZE_MAX ? (struct str){ "", 0 } : str_slice(text, 0, end);
}

/* Whether the script looks at its arguments one by one, and hands them to nobody else. */
static bool parses(struct str text)
{
    return (str_has(text, STR("case \"$1\"")) || str_has(text, STR("case $1 ")) || str_has(text, STR("case \"${1")) ||
            str_has(text, STR("case ${1"))) &&
           !str_has(text, STR("$@")) && !str_has(text, STR("$*"));
}

/* Whether a script knows a flag of the command; true where it can't be told. */
static bool knows(struct str text, struct str flag)
{
    struct str options = options_of(text), name, rest;

    str_cut(flag, '=', &name, &rest);
    if (options.len && !str_starts(name, STR("--"))) {
        for (size_t i = 1; i < name.len && i < 2; i++)
            if (str_find_char(options, name.p[i]) == SIZE_MAX)
                return false;
        return true;
    }
    return options.len || !parses(text) || str_has(text, name);
}

static bool is_flag(struct str word)
{
    return word.len > 1 && word.p[0] == '-' && word.p[1] != '$' && !(word.p[1] >= '0' && word.p[1] <= '9') &&
           !str_eq(word, STR("--")) && !text_is_open(word);
}

/* The interpreter that a command names before the script, if it is for another language; empty otherwise. */
static struct str wrong_interpreter(const struct command_use *u, bool shell)
{
    static const char *const shells[] = { "sh", "bash", "dash", "zsh" }, *const others[] = { "python", "python3",
                                                                                             "node", "pwsh", "perl" };
    const char *const *wrong = shell ? others : shells;
    size_t count = shell ? COUNT_OF(others) : COUNT_OF(shells);

    for (size_t i = 0; i + 1 < u->command->count && &u->command->words[i + 1] <= u->file_word; i++)
        for (size_t k = 0; &u->command->words[i + 1] == u->file_word && k < count; k++)
            if (str_eq(u->command->words[i].text, str_c(wrong[k])))
                return u->command->words[i].text;
    return (struct str){ "", 0 };
}

static void judge(struct survey *s, const struct survey_step *e, const struct command_use *u)
{
    const struct script *script = survey_script(s, u->file);
    bool other = str_ends(u->file, STR(".py")) || str_ends(u->file, STR(".js")) || str_ends(u->file, STR(".ps1"));
    struct str interpreter = script->shell || other ? wrong_interpreter(u, script->shell) : STR("");

    if (!script->there || u->text->script->reduced || script->reduced)
        return;
    if (interpreter.len)
        survey_say(s, e->in, step_command_node(e), "%.*s is run by %.*s, which is for another language",
                   STR_ARG(u->file), STR_ARG(interpreter));
    for (size_t i = 0; script->shell && i < u->command->count; i++) {
        const struct script_word *w = &u->command->words[i];
        struct fault *f;

        if (w <= u->file_word || w->input || !is_flag(w->text) || knows(script->text, w->text))
            continue;
        f = survey_say(s, e->in, step_command_node(e), "%.*s does not know the flag %.*s", STR_ARG(u->file),
                       STR_ARG(w->text));
        if (u->text->path.len)
            fault_also(s->files->sources, f, command_place(s, e, u->text, u->command->offset), "run here");
    }
}

/* Told of scripts that can be read whole, and that look at each of their arguments. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c = step_is(e, "Shell") ? step_commands(s, e, false) : NULL;

        for (size_t i = 0; c && i < c->use_count; i++)
            if (c->uses[i].file.len && !c->uses[i].sourced && c->uses[i].file_word)
                judge(s, e, &c->uses[i]);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_script_argument = {
    .id = "script-argument",
    .summary = "A command gives a script flags that it knows, and the interpreter that it is for.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

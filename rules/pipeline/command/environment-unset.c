#include "pipeline/survey/commands.h"

#include "base/path.h"

/* What a shell has by itself, or the runner gives every step. */
static bool is_given(struct str name)
{
    static const char *const names[] = { "HOME",    "PATH",   "USER",    "PWD",      "OLDPWD",     "SHELL",
                                         "SECONDS", "RANDOM", "LINENO",  "HOSTNAME", "UID",        "EUID",
                                         "PPID",    "IFS",    "TMPDIR",  "TERM",     "LANG",       "FUNCNAME",
                                         "OSTYPE",  "REPLY",  "OPTARG",  "OPTIND",   "PIPESTATUS", "KUBECONFIG",
                                         "BASHPID", "DEBUG",  "HOSTTYPE" };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(name, str_c(names[i])))
            return true;
    return str_starts(name, STR("BASH_")) || str_starts(name, STR("zz_injected_")) || str_starts(name, STR("AZURE_")) ||
           str_starts(name, STR("SYSTEM_")) || str_starts(name, STR("AGENT_")) || str_starts(name, STR("BUILD_")) ||
           str_starts(name, STR("ARM_")) || str_starts(name, STR("EPOCH"));
}

static bool is_upper(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] >= 'a' && name.p[i] <= 'z')
            return false;
    return name.len > 1;
}

/* Whether some text on the way sets it, or asks whether it is set. */
static bool is_settled(const struct step_commands *c, struct str name)
{
    for (size_t i = 0; i < c->text_count; i++) {
        const struct script *x = c->texts[i].script;

        if (script_sets(x, name))
            return true;
        for (size_t k = 0; k < x->read_count; k++)
            if (x->reads[k].fallback && str_eq(x->reads[k].name, name))
                return true;
    }
    return false;
}

/* A recorded script has lost its loops, and with them names that they set: there only what a Makefile beside it hands to
 * the script is known to be asked for. */
static bool is_asked_for(struct survey *s, const struct command_text *t, struct str name)
{
    return !t->script->reduced ||
           str_has(survey_text(s, path_join(s->arena, path_dir_part(t->path), STR("Makefile"))), name);
}

static void judge(struct survey *s, const struct survey_step *e, const struct step_commands *c,
                  const struct command_text *t)
{
    const struct script *x = t->script;

    for (size_t i = 0; i < x->read_count; i++) {
        const struct script_read *r = &x->reads[i];
        struct fault *f;

        if (!is_upper(r->name) || is_given(r->name) || is_settled(c, r->name) || step_variable_given(e, r->name) ||
            script_reads(x, r->name) != r || !is_asked_for(s, t, r->name))
            continue;
        f = survey_say(s, e->in, t->path.len ? e->step->node : step_command_node(e),
                       "%.*s%sasks for %.*s, which the step does not give: an unset variable ends it (nounset)",
                       STR_ARG(t->path), t->path.len ? " " : "the command ", STR_ARG(r->name));
        survey_ev2_only(s, e->in, f);
        if (t->path.len)
            fault_also(s->files->sources, f, command_place(s, e, t, r->offset), "asked for here");
    }
}

/* The command itself always runs under nounset, a script that says so.
 * A step that gives nothing at all may be meant to run by hand. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c = step_is(e, "Shell") ? step_commands(s, e, false) : NULL;

        for (size_t i = 0; c && i < c->text_count; i++)
            if (c->texts[i].shell && (i == 0 || c->texts[i].script->nounset))
                judge(s, e, c, &c->texts[i]);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_environment_unset = {
    .id = "environment-unset",
    .summary = "A step gives its scripts the variables that they ask for.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

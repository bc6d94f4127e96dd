#include "pipeline/guard.h"
#include "pipeline/survey/commands.h"

static bool destroys(const struct script_command *c)
{
    static const char *const programs[] = { "az", "kubectl", "helm", "terraform", "oc" };
    static const char *const verbs[] = { "delete", "purge", "destroy", "uninstall", "recreate", "delete-batch" };
    const struct script_word *p = script_program(c, NULL);
    bool tool = false;

    for (size_t i = 0; p && i < COUNT_OF(programs); i++)
        tool |= str_eq(p->text, str_c(programs[i]));
    for (size_t i = 0; tool && i < COUNT_OF(verbs); i++)
        if (script_has_word(c, verbs[i]))
            return true;
    return false;
}

/* Whether something is asked in a text before this command. */
static bool is_asked_before(const struct step_commands *c, const struct command_use *u)
{
    for (size_t i = 0; i < c->use_count; i++)
        if (c->uses[i].text == u->text && c->uses[i].command->offset < u->command->offset &&
            (c->uses[i].command->condition || str_has(c->uses[i].file, STR("guard")) ||
             str_has(c->uses[i].file, STR("check"))))
            return true;
    return u->command->condition;
}

static bool has_guard_upstream(const struct survey_step *e)
{
    step_mark_upstream(e);
    for (size_t i = 0; i < e->in->count; i++) {
        const struct survey_step *x = &e->in->steps[i];

        if (x != e && guard_is_named(x->step->name) && step_is_marked(x))
            return true;
    }
    return false;
}

/* A stack that deletes what its bicep no longer has: a name that changed is a deletion, too (ARO-HCP #6448). It has no dry
 * run; only a guard can stop it. */
static void check_stack(struct survey *s, const struct survey_step *e)
{
    const struct node *unmanage = step_field(e, "actionOnUnmanage");

    if (step_is(e, "ARMStack") && str_starts(node_text(unmanage), STR("delete")) && !has_guard_upstream(e))
        fault_no_more_than(survey_say(s, e->in, unmanage,
                                      "%.*s deletes what its bicep no longer has, without a guard step upstream",
                                      STR_ARG(e->step->name)),
                           SEVERITY_INFO);
}

/* What heals by deleting goes ahead only where every guard holds (ARO-HCP #5397). Of a recorded script nobody knows what it asks before. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c = step_is(e, "Shell") ? step_commands(s, e, false) : NULL;

        check_stack(s, e);
        for (size_t i = 0; c && i < c->use_count; i++) {
            const struct command_use *u = &c->uses[i];
            struct fault *f;

            if (!destroys(u->command) || u->text->script->reduced || step_field(e, "dryRun") || is_asked_before(c, u) ||
                has_guard_upstream(e))
                continue;
            f = survey_say(s, e->in, step_command_node(e),
                           "%.*s deletes without a guard before it, without a guard step upstream, and without a "
                           "dryRun",
                           STR_ARG(e->step->name));
            if (u->text->path.len)
                fault_also(s->files->sources, f, command_place(s, e, u->text, u->command->offset), "destructive here");
            break;
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_destructive_unguarded = {
    .id = "destructive-unguarded",
    .summary = "What deletes is guarded, or can be tried without deleting.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

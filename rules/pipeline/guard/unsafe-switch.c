#include "pipeline/survey/commands.h"

static bool is_off(struct str value)
{
    static const char *const off[] = { "", "false", "False", "0", "no", "off" };

    for (size_t i = 0; i < COUNT_OF(off); i++)
        if (str_eq(value, str_c(off[i])))
            return true;
    return false;
}

static bool switches_safety(struct str name)
{
    static const char *const starts[] = { "SKIP_",          "BYPASS_",       "FORCE_",         "IGNORE_",
                                          "DISABLE_GUARD",  "DISABLE_CHECK", "DISABLE_SAFETY", "DISABLE_VALIDATION",
                                          "DISABLE_VERIFY", "NO_GUARD",      "NO_CHECK",       "NO_VERIFY",
                                          "NO_CONFIRM",     "UNSAFE_" };

    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (str_starts(name, str_c(starts[i])))
            return true;
    return str_eq(name, STR("FORCE"));
}

static struct str value_of(const struct survey *s, const struct node *variable)
{
    const struct node *ref = node_field(variable, STR("configRef"));

    return node_text(ref ? survey_value(s, node_text(ref)) : node_field(variable, STR("value")));
}

static void check_variables(struct survey *s, const struct survey_step *e)
{
    const struct node *list = step_field(e, "variables"), *dry = node_field(step_field(e, "dryRun"), STR("variables"));

    for (const struct node *v = node_first(list); v; v = node_next(list, v)) {
        const struct node *name = node_field(node_value(v), STR("name"));
        struct str value = value_of(s, node_value(v));

        if (text_is_open(value))
            continue;
        if (switches_safety(node_text(name)) && !is_off(value))
            survey_say(s, e->in, name, "%.*s=%.*s switches off what keeps this step safe, in every rollout",
                       STR_ARG(node_text(name)), STR_ARG(value));
        if (node_is(name, STR("DRY_RUN")) && node_field(node_value(v), STR("value")) && !is_off(value))
            survey_say(s, e->in, name,
                       "DRY_RUN=%.*s stands among the variables of the real run: the step says success and does "
                       "nothing; it "
                       "belongs into dryRun.variables",
                       STR_ARG(value));
    }
    for (const struct node *v = node_first(dry); v; v = node_next(dry, v)) {
        const struct node *name = node_field(node_value(v), STR("name"));

        if (node_is(name, STR("DRY_RUN")) && node_field(node_value(v), STR("value")) &&
            is_off(value_of(s, node_value(v))))
            survey_say(s, e->in, name, "the dry run sets DRY_RUN=%.*s: it does everything in earnest",
                       STR_ARG(value_of(s, node_value(v))));
    }
}

static void check_flags(struct survey *s, const struct survey_step *e)
{
    static const char *const flags[] = { "--force",       "--skip-guards",   "--no-verify", "--skip-validation",
                                         "--skip-checks", "--ignore-errors", "--no-guards" };
    const struct step_commands *c = step_commands(s, e, false);

    for (size_t i = 0; i < c->use_count; i++)
        for (size_t f = 0; f < COUNT_OF(flags) && !c->uses[i].text->path.len; f++)
            if (script_has_word(c->uses[i].command, flags[f]))
                survey_say(s, e->in, step_command_node(e),
                           "the command says %s: what it guards against is not looked at in any "
                           "rollout",
                           flags[f]);
}

/* ARO-HCP #5397: such switches are there for tests. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        if (step_is(e, "Shell")) {
            check_variables(s, e);
            check_flags(s, e);
        }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_unsafe_switch = {
    .id = "unsafe-switch",
    .summary = "No variable or flag switches a step's guards off, or its real work.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

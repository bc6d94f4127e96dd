#include "pipeline/survey/commands.h"

/* What tools read that are no part of the tree. */
static bool is_for_tools(struct str name)
{
    static const char *const starts[] = { "AZURE_",        "ARM_", "KUBE", "HELM_", "HTTP",  "NO_PROXY", "PATH",
                                          "HOME",          "GO",   "CGO_", "LOG",   "DEBUG", "TZ",       "LANG",
                                          "REGISTRY_AUTH", "MSI_" };

    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (str_starts(name, str_c(starts[i])))
            return true;
    return false;
}

static bool is_read(const struct step_commands *c, struct str name)
{
    for (size_t i = 0; i < c->text_count; i++)
        if (str_has(c->texts[i].script->text, name))
            return true;
    return false;
}

static void judge(struct survey *s, const struct survey_step *e, const struct node *list, bool dry_run)
{
    const struct step_commands *c = step_commands(s, e, dry_run);

    for (const struct node *v = node_first(list); v && c->all_known; v = node_next(list, v)) {
        const struct node *name = node_field(node_value(v), STR("name"));
        struct str text = node_text(name);
        struct fault *f;

        if (!text.len || is_for_tools(text) || is_read(c, text))
            continue;
        if (dry_run && str_eq(text, STR("DRY_RUN")))
            survey_say(s, e->in, name,
                       "nothing that the step runs reads DRY_RUN: its dry run does everything in earnest");
        else {
            f = survey_say(s, e->in, name, "nothing that the step runs reads %.*s", STR_ARG(text));
            fault_no_more_than(f, SEVERITY_INFO);
        }
    }
}

/* A dry run that its tool never heard of once deleted. Only where every program of the step is a script that can be read. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        if (step_is(e, "Shell")) {
            judge(s, e, step_field(e, "variables"), false);
            judge(s, e, node_field(step_field(e, "dryRun"), STR("variables")), true);
        }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_environment_unread = {
    .id = "environment-unread",
    .summary = "A variable that a step gives is read by what it runs.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

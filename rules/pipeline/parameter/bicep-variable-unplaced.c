#include "pipeline/survey/parameters.h"

static bool has_token(const struct bicep *b, struct str name, struct arena *a)
{
    return str_has(b->text, ARENA_JOIN(a, STR("__"), name, STR("__")));
}

/* EV2 replaces '__name__' in the parameters file and does not override by name, as templatize does . */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (!step_parameters(s, e, &p) || !survey_is_ev2(s, e->in))
            continue;
        for (const struct node *v = node_first(p.variables); v; v = node_next(p.variables, v)) {
            const struct node *name = node_field(node_value(v), STR("name"));
            struct str text = node_text(name);

            if (text.len && bicep_find(p.wanted, BICEP_PARAM, text) && !has_token(p.given, text, s->arena))
                survey_say(s, e->in, name, "%.*s has no '__%.*s__': EV2 has nowhere to put this variable",
                           STR_ARG(p.file), STR_ARG(text));
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_bicep_variable_unplaced = {
    .id = "bicep-variable-unplaced",
    .summary = "EV2 puts a variable where the parameters file has its placeholder.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

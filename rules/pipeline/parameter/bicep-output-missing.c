#include "pipeline/survey/parameters.h"

static const struct survey_step *producer(const struct survey_step *e, const struct step_ref *ref)
{
    for (size_t i = 0; i < e->in->count; i++) {
        const struct survey_step *x = &e->in->steps[i];

        if (!x->validation && str_eq(x->step->name, ref->step) &&
            (!ref->group.len || str_eq(x->group->name, ref->group)))
            return x;
    }
    return NULL;
}

static void judge(struct survey *s, const struct survey_step *e, const struct node *input)
{
    struct step_ref ref = { node_text(node_field(input, STR("resourceGroup"))),
                            node_text(node_field(input, STR("step"))), input };
    const struct node *name = node_field(input, STR("name"));
    const struct survey_step *from = node_kind(input) == NODE_MAPPING ? producer(e, &ref) : NULL;
    struct step_parameters p;

    if (!from || !node_text(name).len || text_is_open(node_text(name)))
        return;
    if (!step_parameters(s, from, &p)) {
        if (!step_is(from, "ARM") && !step_is(from, "ARMStack") && !step_is(from, "Shell") &&
            !step_is(from, "ImageMirror") && from->step->known)
            survey_say(s, e->in, name, "%.*s is a step of action %.*s, which gives no outputs", STR_ARG(ref.step),
                       STR_ARG(from->step->action));
        return;
    }
    if (bicep_find(p.wanted, BICEP_OUTPUT, node_text(name)))
        return;
    survey_say(s, e->in, name, "%.*s has no output %.*s: step %.*s gives nothing by this name", STR_ARG(p.template),
               STR_ARG(node_text(name)), STR_ARG(ref.step));
}

/* Every input of a value, however deep it stands. */
static void walk(struct survey *s, const struct survey_step *e, const struct node *n, unsigned depth)
{
    if (depth > 8)
        return;
    for (const struct node *x = node_first(n); x; x = node_next(n, x))
        walk(s, e, node_value(x), depth + 1);
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const struct node *v = node_pair_value(k);

        if (fold_equal(node_text(k), STR("input")) || fold_equal(node_text(k), STR("identityFrom")) ||
            fold_equal(node_text(k), STR("kustoEndpoint")))
            judge(s, e, v);
        else if (fold_equal(node_text(k), STR("inputVariables")))
            for (const struct node *i = node_first_key(v); i; i = node_next_key(v, i))
                judge(s, e, node_pair_value(i));
        else
            walk(s, e, v, depth + 1);
    }
}

/* "variable invalid: failed to get value for input", at run time. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        walk(s, e, e->step->node, 0);
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_bicep_output_missing = {
    .id = "bicep-output-missing",
    .summary = "An input names an output of the step that it comes from.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

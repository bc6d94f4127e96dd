#include "pipeline/survey/parameters.h"

/* A deployment of a stack somewhere, in one environment. */
struct stack {
    struct str environment, parameters;
    struct stack *next;
};

/* The parameters with this context's values in them. */
static struct str resolved(struct survey *s, const struct step_parameters *p)
{
    struct str out = { "", 0 };

    for (size_t i = 0; i < p->given->count; i++) {
        const struct bicep_decl *d = &p->given->decls[i];
        bool quoted;
        struct str path = d->kind == BICEP_PARAM ? parameter_path(d->value, &quoted) : (struct str){ "", 0 };
        const struct node *v = path.len ? survey_value(s, path) : NULL;

        if (node_kind(v) == NODE_STRING)
            out = ARENA_JOIN(s->arena, out, d->name, STR("="), node_text(v), STR("\n"));
    }
    return out;
}

/* Where a text comes from that only a missing layer knows, nothing can be said. */
static bool is_known(const struct survey_step *e)
{
    return !text_is_open(e->group->subscription) && !text_is_open(e->group->resource_group) &&
           e->group->resource_group.len;
}

static void compare(struct survey *s, const struct survey_step *e, struct stack *now, struct stack *earlier)
{
    for (struct stack *x = earlier; x; x = x->next)
        if (!str_eq(x->environment, now->environment) && !str_eq(x->parameters, now->parameters)) {
            survey_ev2_only(
                s, e->in,
                survey_say(s, e->in, step_field(e, "action"),
                           "the stack of %.*s deletes what it does not manage (actionOnUnmanage: delete), and "
                           "environments share it: they deploy it to the same resource group %.*s of %.*s with "
                           "different parameters, so one deletes what is another's",
                           STR_ARG(e->step->name), STR_ARG(e->group->resource_group), STR_ARG(e->group->subscription)));
            return;
        }
}

/* ARO-HCP #6521: the prod rollout deleted the stage registries. templatize's own stacks carry the environment in
 * their name, so that no dev environment can show it. */
static void check(struct survey *s)
{
    const struct pipeline_context *is = &s->judging->context->is;

    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;
        struct arena *a = s->all->arena;
        struct stack *now, **at;

        if (!step_is(e, "ARMStack") || !str_eq(step_text(e, "actionOnUnmanage"), STR("delete")) || !is_known(e) ||
            !step_parameters(s, e, &p) || str_eq(is->cloud, STR("dev")))
            continue;
        now = ARENA_NEW(a, struct stack);
        *now = (struct stack){ .environment = arena_copy(a, is->env), .parameters = arena_copy(a, resolved(s, &p)) };
        at = (struct stack **)map_at(&s->all->seen, ARENA_JOIN(a, str_c(s->rule->id), STR(" "), e->in->pipeline->path,
                                                               STR(" "), e->group->name, STR(" "), e->step->name,
                                                               STR(" "), e->group->subscription, STR(" "),
                                                               e->group->resource_group, STR(" "), is->cloud));
        compare(s, e, now, *at);
        now->next = *at;
        *at = now;
    }
}

static const struct survey_rule survey = { .context = check, .partial = true };

const struct rule rule_stack_shared = {
    .id = "stack-shared",
    .summary = "A stack that deletes what it no longer manages belongs to one environment.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};

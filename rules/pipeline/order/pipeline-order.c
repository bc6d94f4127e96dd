#include "base/glob.h"
#include "pipeline/survey/survey.h"

static const struct parameter parameters[] = {
    { .name = "step", .kind = PARAMETER_TEXT, .need = NEED_ALWAYS, .help = "the steps it is about, by a pattern" },
    { .name = "before",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "steps that wait for them" },
    { .name = "after",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "steps that they wait for" },
    { .name = "require-upstream",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "of each pattern they wait for one step at least" },
    { .name = "forbid", .kind = PARAMETER_BOOL, .need = NEED_ONE_OF, .help = "there are no such steps" },
    { .name = NULL },
};

static struct str field_of(const struct survey_step *e, struct str key)
{
    if (str_eq(key, STR("service-group")))
        return e->in->pipeline->service;
    if (str_eq(key, STR("resource-group")))
        return e->group->name;
    if (str_eq(key, STR("action")))
        return e->step->action;
    if (str_eq(key, STR("template")))
        return step_text(e, "template");
    if (str_eq(key, STR("command")))
        return step_text(e, "command");
    return e->step->name;
}

/* "heal*", or "action=Shell template=**rbac*.bicep": every word holds. */
static bool matches(const struct survey_step *e, struct str pattern)
{
    bool any = false;

    while (pattern.len) {
        struct str word, key, glob;

        str_cut(pattern, ' ', &word, &pattern);
        if (!word.len)
            continue;
        if (!str_cut(word, '=', &key, &glob)) {
            key = STR("step");
            glob = word;
        }
        if (!glob_match(glob, field_of(e, key)))
            return false;
        any = true;
    }
    return any;
}

static bool is_below(const struct service *s, const struct service *above)
{
    while (s && s != above)
        s = s->parent;
    return s != NULL;
}

/* Whether later runs only when earlier is done: by edges of their pipeline, since its service stands below the other's,
 * or by an external dependency. */
static bool follows(const struct survey_step *later, const struct survey_step *earlier)
{
    if (later->in == earlier->in)
        return later != earlier && step_waits_for(later, earlier);
    if (later->in->service && earlier->in->service && is_below(later->in->service, earlier->in->service))
        return !earlier->step->omitted;
    for (size_t i = 0; i < later->in->count; i++) {
        const struct survey_step *x = &later->in->steps[i];

        for (size_t k = 0; k < x->step->external_count && step_waits_for(later, x); k++)
            if (str_eq(x->step->external[k].service, earlier->in->pipeline->service) &&
                str_eq(x->step->external[k].group, earlier->group->name) &&
                str_eq(x->step->external[k].step, earlier->step->name))
                return true;
    }
    return false;
}

static void say(struct survey *s, const struct survey_step *e, struct str message)
{
    fault_no_more_than(survey_say(s, e->in, e->step->node, "%.*s", STR_ARG(message)), s->use->severity);
}

static void check_pairs(struct survey *s, const struct survey_step *e, const struct node *list, bool before)
{
    for (const struct node *p = parameter_next(list, NULL); p; p = parameter_next(list, p))
        for (const struct survey_step *x = survey_next(s, NULL); x; x = survey_next(s, x)) {
            if (x == e || x->validation || !matches(x, node_text(p)) || follows(before ? x : e, before ? e : x))
                continue;
            if (before)
                say(s, x,
                    ARENA_JOIN(s->arena, x->step->name, STR(" does not wait for "), e->step->name,
                               STR(", which prowgate.yaml wants before it")));
            else
                say(s, e,
                    ARENA_JOIN(s->arena, e->step->name, STR(" does not wait for "), x->step->name,
                               STR(", which it stands after by prowgate.yaml")));
        }
}

static void check_upstream(struct survey *s, const struct survey_step *e, const struct node *list)
{
    for (const struct node *p = parameter_next(list, NULL); p; p = parameter_next(list, p)) {
        bool found = false;

        for (const struct survey_step *x = survey_next(s, NULL); x && !found; x = survey_next(s, x))
            found = x != e && !x->validation && matches(x, node_text(p)) && follows(e, x);
        if (!found)
            say(s, e,
                ARENA_JOIN(s->arena, e->step->name, STR(" waits for no step \""), node_text(p),
                           STR("\", as prowgate.yaml asks")));
    }
}

static void check(struct survey *s)
{
    const struct node *given = s->use->parameters;
    struct str pattern = node_text(node_get(given, STR("step")));

    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        if (e->validation || !matches(e, pattern))
            continue;
        if (node_true(node_get(given, STR("forbid"))))
            say(s, e,
                ARENA_JOIN(s->arena, STR("prowgate.yaml forbids steps like "), e->step->name, STR(" ("), pattern,
                           STR(")")));
        check_pairs(s, e, node_get(given, STR("before")), true);
        check_pairs(s, e, node_get(given, STR("after")), false);
        check_upstream(s, e, node_get(given, STR("require-upstream")));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_pipeline_order = {
    .id = "pipeline-order",
    .summary = "Steps run in the order that prowgate.yaml states.",
    .severity = SEVERITY_OFF,
    .pipelines = true,
    .about = SUBJECT_PIPELINES,
    .parameters = parameters,
    .survey = &survey,
};

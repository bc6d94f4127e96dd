#include "base/glob.h"
#include "pipeline/survey/survey.h"
#include "rule/runner.h"

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

static const char *const fields[] = { "service-group", "resource-group", "step", "action", "template", "command" };

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
    return str_eq(key, STR("step")) ? e->step->name : (struct str){ "", 0 };
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

/* Remembers that a contract's pattern was met: in no context means that it is misspelt, and holds nothing. */
static void met(struct survey *s, const struct node *pattern)
{
    *map_at(&s->all->seen, arena_printf(s->all->arena, "pipeline-order %p", (const void *)pattern)) = s->all;
}

static void check_pairs(struct survey *s, const struct survey_step *e, const struct node *list, bool before)
{
    for (const struct node *p = parameter_next(list, NULL); p; p = parameter_next(list, p))
        for (const struct survey_step *x = survey_next(s, NULL); x; x = survey_next(s, x)) {
            if (x == e || x->validation || !matches(x, node_text(p)))
                continue;
            met(s, p);
            if (follows(before ? x : e, before ? e : x))
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
        met(s, node_get(given, STR("step")));
        if (node_true(node_get(given, STR("forbid"))))
            say(s, e,
                ARENA_JOIN(s->arena, STR("prowgate.yaml forbids steps like "), e->step->name, STR(" ("), pattern,
                           STR(")")));
        check_pairs(s, e, node_get(given, STR("before")), true);
        check_pairs(s, e, node_get(given, STR("after")), false);
        check_upstream(s, e, node_get(given, STR("require-upstream")));
    }
}

static bool was_met(struct surveys *all, const struct node *pattern)
{
    return map_get(&all->seen, arena_printf(all->arena, "pipeline-order %p", (const void *)pattern)) != NULL;
}

static void say_unmet(struct surveys *all, enum severity severity, const struct node *pattern, const char *what)
{
    struct fault_place whole = { STR("prowgate.yaml"), { 0 } };
    struct str none = { "", 0 };

    if (was_met(all, pattern))
        return;
    fault_no_more_than(faults_add(&all->run->faults, all->rule->id, whole, none,
                                  ARENA_JOIN(all->arena, STR("no step matches \""), node_text(pattern), STR("\", "),
                                             str_c(what), STR(": this contract holds nothing")),
                                  none),
                       severity);
}

/* "actoin=Shell" would match nothing, or, where it is forbidden, hold nothing. */
static void check_fields(struct surveys *all, enum severity severity, const struct node *pattern)
{
    struct fault_place whole = { STR("prowgate.yaml"), { 0 } };
    struct str rest = node_text(pattern), word, key, glob, none = { "", 0 };

    while (rest.len) {
        bool known = false;

        str_cut(rest, ' ', &word, &rest);
        if (!str_cut(word, '=', &key, &glob))
            continue;
        for (size_t i = 0; i < COUNT_OF(fields); i++)
            known |= str_eq(key, str_c(fields[i]));
        if (!known)
            fault_no_more_than(faults_add(&all->run->faults, all->rule->id, whole, none,
                                          ARENA_JOIN(all->arena, STR("a step has no field "), key, STR(" (known: "),
                                                     STR("service-group, resource-group, step, action, template, "),
                                                     STR("command)")),
                                          none),
                               severity);
    }
}

/* What was renamed or misspelt would hold for ever. A forbidden step is meant to be missing; a look sees some contexts only. */
static void check_patterns(struct surveys *all)
{
    static const char *const lists[] = { "before", "after", "require-upstream" };

    for (size_t r = 0; r < rule_count; r++)
        for (size_t i = 0; rules[r] == all->rule && i < all->settings->uses[r].count; i++) {
            const struct rule_use *use = &all->settings->uses[r].items[i];
            const struct node *given = use->parameters, *step = node_get(given, STR("step"));

            check_fields(all, use->severity, step);
            for (size_t k = 0; k < COUNT_OF(lists); k++)
                for (const struct node *p = parameter_next(node_get(given, str_c(lists[k])), NULL); p;
                     p = parameter_next(node_get(given, str_c(lists[k])), p))
                    check_fields(all, use->severity, p);
            if (all->run->paths->look || node_true(node_get(given, STR("forbid"))))
                continue;
            say_unmet(all, use->severity, step, "which a contract of prowgate.yaml is about");
            /* a missing upstream is told of each step already */
            for (size_t k = 0; k + 1 < COUNT_OF(lists) && was_met(all, step); k++) {
                const struct node *list = node_get(given, str_c(lists[k]));

                for (const struct node *p = parameter_next(list, NULL); p; p = parameter_next(list, p))
                    say_unmet(all, use->severity, p, "which a contract of prowgate.yaml names");
            }
        }
}

static const struct survey_rule survey = { .context = check, .all = check_patterns, .partial = true };

const struct rule rule_pipeline_order = {
    .id = "pipeline-order",
    .summary = "Steps run in the order that prowgate.yaml states.",
    .severity = SEVERITY_OFF,
    .pipelines = true,
    .about = SUBJECT_PIPELINES,
    .parameters = parameters,
    .survey = &survey,
};

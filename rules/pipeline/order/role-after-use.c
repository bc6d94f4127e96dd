#include "pipeline/survey/parameters.h"

#include "base/path.h"

enum { MOST_NESTING = 16 };

static bool assigns(struct survey *s, struct str file, unsigned depth);

static bool assigns_here(struct survey *s, struct str file, unsigned depth)
{
    const struct bicep *b = survey_bicep(s, file);

    for (size_t i = 0; i < b->count; i++) {
        const struct bicep_decl *d = &b->decls[i];

        if (d->kind == BICEP_RESOURCE && !d->existing && str_eq(d->type, STR("Microsoft.Authorization/roleAssignments")))
            return true;
        if (d->kind == BICEP_MODULE && str_ends(d->path, STR(".bicep")) && str_find_char(d->path, ':') == SIZE_MAX &&
            assigns(s, path_join(s->arena, path_dir_part(file), d->path), depth + 1))
            return true;
    }
    return false;
}

/* Whether a bicep, or a module of it, assigns roles; found out once for a file and a run. */
static bool assigns(struct survey *s, struct str file, unsigned depth)
{
    static const char yes[] = "y", no[] = "n";
    struct str key = ARENA_JOIN(s->all->arena, STR("role-after-use "), file);
    const char *known = map_get(&s->all->seen, key);
    bool is;

    if (known || depth > MOST_NESTING)
        return known && *known == *yes;
    *map_at(&s->all->seen, key) = (void *)(uintptr_t)no; /* a module that leads back to itself */
    is = assigns_here(s, file, depth);
    *map_at(&s->all->seen, key) = (void *)(uintptr_t)(is ? yes : no);
    return is;
}

/* "group/step/output" of an input; empty where there is none. */
static struct str input_of(const struct node *n, struct arena *a)
{
    const struct node *step = node_field(n, STR("step"));

    return step ? ARENA_JOIN(a, node_text(node_field(n, STR("resourceGroup"))), STR("/"), node_text(step), STR("/"),
                             node_text(node_field(n, STR("name"))))
                : (struct str){ "", 0 };
}

/* The identity that a script works as. Steps of other kinds are known to need little, which is given by hand. */
static struct str identity_of(const struct survey_step *e, struct arena *a)
{
    return input_of(node_field(step_field(e, "shellIdentity"), STR("input")), a);
}

/* The steps of a pipeline that assign roles to an identity, one after the other. */
struct assigner {
    const struct survey_step *step;
    struct assigner *next;
};

static void add_assigner(struct survey *s, const struct survey_step *e, struct map *by)
{
    const struct node *list = step_field(e, "variables");
    struct step_parameters p;

    if (node_true(step_field(e, "outputOnly")) || !node_count(list) || !step_parameters(s, e, &p) ||
        !assigns(s, p.template, 0))
        return;
    for (const struct node *v = node_first(list); v; v = node_next(list, v)) {
        struct str key = input_of(node_field(node_value(v), STR("input")), s->arena);
        struct assigner *a = key.len ? ARENA_NEW(s->arena, struct assigner) : NULL;
        void **at = a ? map_at(by, key) : NULL;

        if (!a)
            continue;
        *a = (struct assigner){ e, *at };
        *at = a;
    }
}

static void judge(struct survey *s, const struct survey_step *user, const struct assigner *list)
{
    bool before = false;

    step_mark_upstream(user);
    for (const struct assigner *a = list; a; a = a->next)
        before |= a->step != user && step_is_marked(a->step);
    for (const struct assigner *a = list; a && !before; a = a->next) {
        if (a->step == user || a->step->group != user->group || !step_waits_for(a->step, user))
            continue;
        survey_also(s,
                    survey_say(s, user->in, user->step->node,
                               "%.*s works as the identity that step %.*s assigns roles to, and runs before it: in a new "
                               "environment it has no rights yet",
                               STR_ARG(user->step->name), STR_ARG(a->step->step->name)),
                    user->in, a->step->step->node, "roles are assigned here");
        return;
    }
}

/* ARO-HCP 6de8d8b55: a guard that was not allowed to ask failed closed, and nothing was ever healed. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        struct map by;

        map_init(&by, s->arena);
        for (size_t k = 0; k < p->count; k++)
            add_assigner(s, &p->steps[k], &by);
        for (size_t k = 0; k < p->count && by.count; k++) {
            struct str identity = identity_of(&p->steps[k], s->arena);
            const struct assigner *list = identity.len ? map_get(&by, identity) : NULL;

            if (list && !p->steps[k].validation)
                judge(s, &p->steps[k], list);
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_role_after_use = {
    .id = "role-after-use",
    .summary = "An identity gets its roles before a step works as it.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

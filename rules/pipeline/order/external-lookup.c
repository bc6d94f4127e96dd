#include "pipeline/survey/parameters.h"

#include "base/path.h"

enum { MOST_NESTING = 16 };

/* What the names in a bicep file stand for: its parameters as they were given, by value; unknown ones are not there. */
struct scope {
    struct survey *survey;
    const struct survey_step *step;
    struct map values;
};

/* The text of an expression: a literal, a template's value of the configuration, or a name of the scope; empty where it is
 * made in another way. */
static struct str value_of(const struct scope *scope, struct str expression)
{
    struct str text, path;
    const struct str *known = map_get(&scope->values, expression);
    bool quoted;

    path = parameter_path(expression, &quoted);
    if (path.len)
        return node_text(survey_value(scope->survey, path));
    if (bicep_literal(expression, &text))
        return text_is_open(text) || str_find_char(text, '$') != SIZE_MAX ? (struct str){ "", 0 } : text;
    return known ? *known : (struct str){ "", 0 };
}

static void define(struct scope *in, struct str name, struct str value)
{
    struct str *kept = value.len ? ARENA_NEW(in->survey->arena, struct str) : NULL;

    if (!kept)
        return;
    *kept = value;
    *map_at(&in->values, name) = kept;
}

/* A resource in its resource group, as the key of the index. */
static struct str key_of(const struct scope *scope, const struct bicep_decl *d)
{
    struct str name = value_of(scope, bicep_property(d, STR("name")));
    const struct group *g = scope->step->group;

    return name.len && g->resource_group.len && !text_is_open(g->resource_group)
               ? ARENA_JOIN(scope->survey->arena, g->subscription, STR("|"), g->resource_group, STR("|"), d->type,
                            STR("|"), name)
               : (struct str){ "", 0 };
}

/* Enters what a bicep file creates, and its modules, into the index. */
static void enter(const struct scope *scope, struct str file, struct map *index, unsigned depth)
{
    struct survey *s = scope->survey;
    const struct bicep *b = survey_bicep(s, file);

    for (size_t i = 0; i < b->count && depth < MOST_NESTING; i++) {
        const struct bicep_decl *d = &b->decls[i];
        struct str key = d->kind == BICEP_RESOURCE && !d->existing ? key_of(scope, d) : (struct str){ "", 0 };
        struct scope inner = { s, scope->step, { 0 } };
        struct bicep_property *given;
        size_t count;

        if (key.len && !map_get(index, key))
            *map_at(index, key) = (void *)(uintptr_t)scope->step;
        if (d->kind != BICEP_MODULE || !str_ends(d->path, STR(".bicep")) || str_find_char(d->path, ':') != SIZE_MAX ||
            bicep_property(d, STR("scope")).len)
            continue;
        map_init(&inner.values, s->arena);
        given = bicep_object(b->text, bicep_property(d, STR("params")), s->arena, &count);
        for (size_t k = 0; k < count; k++)
            define(&inner, given[k].name, value_of(scope, given[k].value));
        enter(&inner, path_join(s->arena, path_dir_part(file), d->path), index, depth + 1);
    }
}

static bool open_scope(struct scope *scope, struct survey *s, const struct survey_step *e, struct step_parameters *p)
{
    *scope = (struct scope){ s, e, { 0 } };
    map_init(&scope->values, s->arena);
    if (e->validation || !step_parameters(s, e, p))
        return false;
    for (size_t i = 0; i < p->given->count; i++)
        if (p->given->decls[i].kind == BICEP_PARAM)
            define(scope, p->given->decls[i].name, value_of(scope, p->given->decls[i].value));
    return true;
}

static const struct service *root_of(const struct service *s)
{
    while (s && s->parent)
        s = s->parent;
    return s;
}

/* Whether a rollout runs both, in no order: what stands below another root is rolled out by itself. */
static bool may_meet(const struct survey_step *e, const struct survey_step *x)
{
    return x->in != e->in && e->in->service && x->in->service && root_of(e->in->service) == root_of(x->in->service) &&
           !step_follows(e, x) && !step_follows(x, e);
}

static void judge(struct survey *s, const struct survey_step *e, const struct map *index)
{
    struct step_parameters p;
    struct scope scope;

    if (!open_scope(&scope, s, e, &p))
        return;
    for (size_t i = 0; i < p.wanted->count; i++) {
        const struct bicep_decl *d = &p.wanted->decls[i];
        bool looked_up = d->kind == BICEP_RESOURCE && d->existing && !bicep_property(d, STR("scope")).len;
        struct str key = looked_up ? key_of(&scope, d) : (struct str){ "", 0 };
        const struct survey_step *x = key.len ? map_get(index, key) : NULL;

        if (!x || !may_meet(e, x))
            continue;
        survey_also(s,
                    survey_say(s, e->in, e->step->node,
                               "%.*s looks up the %.*s %.*s, which step %.*s of %.*s creates, and nothing makes it "
                               "wait "
                               "for that: say so with externalDependsOn",
                               STR_ARG(e->step->name),
                               STR_ARG(str_from(d->type, str_rfind_char(d->type, '/') == SIZE_MAX
                                                             ? 0
                                                             : str_rfind_char(d->type, '/') + 1)),
                               STR_ARG(d->name), STR_ARG(x->step->name), STR_ARG(x->in->pipeline->service)),
                    x->in, x->step->node, "created here");
        return;
    }
}

/* ARO-HCP 110207af4 and 3ad851879: the Kusto of another service group was looked up before it was there. */
static void check(struct survey *s)
{
    struct map index;

    map_init(&index, s->arena);
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;
        struct scope scope;

        if (!node_true(step_field(e, "outputOnly")) && open_scope(&scope, s, e, &p))
            enter(&scope, p.template, &index, 0);
    }
    for (const struct survey_step *e = survey_next(s, NULL); e && index.count; e = survey_next(s, e))
        if (node_true(step_field(e, "outputOnly")))
            judge(s, e, &index);
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_external_lookup = {
    .id = "external-lookup",
    .summary = "A lookup waits for the service group that creates what it looks up.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
    .survey = &survey,
};

#include "pipeline/survey/parameters.h"

#include "base/path.h"

enum { MOST_NESTING = 16 };

/* The value of a resource's name in this step: a literal, or the text that its parameters file gives; empty where it is
 * made in another way. */
static struct str name_in(const struct step_parameters *p, const struct bicep_decl *resource)
{
    struct str name = bicep_property(resource, STR("name")), text;
    const struct bicep_decl *d;

    if (bicep_literal(name, &text))
        return name;
    d = bicep_find(p->given, BICEP_PARAM, name);
    return d ? d->value : (struct str){ "", 0 };
}

/* Whether a bicep, or a module of it, creates a resource of this type; name empty where it is not known. */
static bool creates(struct survey *s, const struct step_parameters *p, struct str file, const struct bicep_decl *wanted,
                    struct str name, unsigned depth)
{
    const struct bicep *b = survey_bicep(s, file);

    if (depth > MOST_NESTING)
        return false;
    for (size_t i = 0; i < b->count; i++) {
        const struct bicep_decl *d = &b->decls[i];
        struct str made = depth == 0 ? name_in(p, d) : (struct str){ "", 0 };

        if (d->kind == BICEP_RESOURCE && !d->existing && str_eq(d->type, wanted->type) &&
            (!name.len || !made.len || str_eq(name, made)))
            return true;
        if (d->kind == BICEP_MODULE && str_ends(d->path, STR(".bicep")) && str_find_char(d->path, ':') == SIZE_MAX &&
            !bicep_property(d, STR("scope")).len &&
            creates(s, p, path_join(s->arena, path_dir_part(file), d->path), wanted, name, depth + 1))
            return true;
    }
    return false;
}

/* A step that creates things, and the next one that creates some of the same type. */
struct creator {
    struct step_parameters p;
    struct creator *next;
};

/* Notes a step under every type that its bicep, or a module of it, creates; each type once, so the newest is at its head. */
static void add_types(struct survey *s, struct map *by, const struct step_parameters *p, struct str file, unsigned depth)
{
    const struct bicep *b = survey_bicep(s, file);

    for (size_t i = 0; i < b->count && depth <= MOST_NESTING; i++) {
        const struct bicep_decl *d = &b->decls[i];

        if (d->kind == BICEP_RESOURCE && !d->existing) {
            void **at = map_at(by, d->type);
            struct creator *c = *at;

            if (c && c->p.step == p->step)
                continue;
            c = ARENA_NEW(s->arena, struct creator);
            *c = (struct creator){ *p, *at };
            *at = c;
        }
        if (d->kind == BICEP_MODULE && str_ends(d->path, STR(".bicep")) && str_find_char(d->path, ':') == SIZE_MAX &&
            !bicep_property(d, STR("scope")).len)
            add_types(s, by, p, path_join(s->arena, path_dir_part(file), d->path), depth + 1);
    }
}

static void judge(struct survey *s, const struct step_parameters *lookup, const struct bicep_decl *wanted,
                  const struct creator *list)
{
    const struct survey_step *e = lookup->step;
    struct str name = name_in(lookup, wanted), kind = wanted->type;
    size_t slash = str_rfind_char(kind, '/');

    for (const struct creator *c = list; c; c = c->next) {
        const struct survey_step *x = c->p.step;
        struct fault *f;

        step_mark_upstream(e);
        if (step_is_marked(x) || x->group != e->group || !creates(s, &c->p, c->p.template, wanted, name, 0) ||
            step_waits_for(x, e))
            continue;
        f = survey_say(s, e->in, e->step->node,
                       "%.*s looks up the %.*s %.*s, which step %.*s creates, and does not wait for it: where it is "
                       "not there "
                       "yet the lookup fails",
                       STR_ARG(e->step->name), STR_ARG(slash == SIZE_MAX ? kind : str_from(kind, slash + 1)),
                       STR_ARG(wanted->name), STR_ARG(x->step->name));
        survey_also(s, f, x->in, x->step->node, "created here");
    }
}

static void check_step(struct survey *s, const struct survey_step *e, const struct map *by)
{
    struct step_parameters p;

    if (!node_true(step_field(e, "outputOnly")) || !step_parameters(s, e, &p))
        return;
    for (size_t i = 0; i < p.wanted->count; i++) {
        const struct bicep_decl *d = &p.wanted->decls[i];

        if (d->kind == BICEP_RESOURCE && d->existing && !bicep_property(d, STR("scope")).len)
            judge(s, &p, d, map_get(by, d->type));
    }
}

/* ARO-HCP e98fe97d1, and again 4a1c4f103: greenfield deployments end with ResourceNotFound. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *in = &s->pipelines[i];
        struct map by;

        map_init(&by, s->arena);
        for (size_t k = in->count; k-- > 0;) {
            struct step_parameters p;

            if (!in->steps[k].validation && !node_true(step_field(&in->steps[k], "outputOnly")) &&
                step_parameters(s, &in->steps[k], &p))
                add_types(s, &by, &p, p.template, 0);
        }
        for (size_t k = 0; k < in->count; k++)
            check_step(s, &in->steps[k], &by);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_lookup_race = {
    .id = "lookup-race",
    .summary = "A lookup waits for the step that creates what it looks up.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

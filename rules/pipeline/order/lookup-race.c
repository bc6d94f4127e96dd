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

static void judge(struct survey *s, const struct step_parameters *lookup, const struct bicep_decl *wanted)
{
    const struct survey_step *e = lookup->step;
    struct str name = name_in(lookup, wanted), kind = wanted->type;
    size_t slash = str_rfind_char(kind, '/');

    step_mark_upstream(e);
    for (size_t i = 0; i < e->in->count; i++) {
        const struct survey_step *x = &e->in->steps[i];
        struct step_parameters p;
        struct fault *f;

        if (step_is_marked(x) || x->validation || !str_eq(x->group->resource_group, e->group->resource_group) ||
            !str_eq(x->group->name, e->group->name) || node_true(step_field(x, "outputOnly")) ||
            !step_parameters(s, x, &p) || !creates(s, &p, p.template, wanted, name, 0))
            continue;
        if (step_waits_for(x, e)) {
            step_mark_upstream(e);
            continue;
        }
        step_mark_upstream(e);
        f = survey_say(s, e->in, e->step->node,
                       "%.*s looks up the %.*s %.*s, which step %.*s creates, and does not wait for it: where it is "
                       "not there "
                       "yet the lookup fails",
                       STR_ARG(e->step->name), STR_ARG(slash == SIZE_MAX ? kind : str_from(kind, slash + 1)),
                       STR_ARG(wanted->name), STR_ARG(x->step->name));
        survey_also(s, f, x->in, x->step->node, "created here");
    }
}

/* ARO-HCP e98fe97d1, and again 4a1c4f103: greenfield deployments end with ResourceNotFound. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (!node_true(step_field(e, "outputOnly")) || !step_parameters(s, e, &p))
            continue;
        for (size_t i = 0; i < p.wanted->count; i++)
            if (p.wanted->decls[i].kind == BICEP_RESOURCE && p.wanted->decls[i].existing &&
                !bicep_property(&p.wanted->decls[i], STR("scope")).len)
                judge(s, &p, &p.wanted->decls[i]);
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

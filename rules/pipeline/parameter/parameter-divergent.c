#include "pipeline/survey/parameters.h"

static struct str last_key(struct str path)
{
    size_t dot = str_rfind_char(path, '.');

    return dot == SIZE_MAX ? path : str_from(path, dot + 1);
}

/* The name of a resource that looks something up, or one that is created. */
static bool names_resource(const struct bicep *b, struct str param, bool existing)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->decls[i].kind == BICEP_RESOURCE && b->decls[i].existing == existing &&
            str_eq(bicep_property(&b->decls[i], STR("name")), param))
            return true;
    return false;
}

static void compare(struct survey *s, const struct step_parameters *lookup, const struct step_parameters *deploy)
{
    for (size_t i = 0; i < lookup->given->count; i++) {
        const struct bicep_decl *d = &lookup->given->decls[i], *other;
        bool quoted;
        struct str path, there;

        if (d->kind != BICEP_PARAM || !(other = bicep_find(deploy->given, BICEP_PARAM, d->name)))
            continue;
        path = parameter_path(d->value, &quoted);
        there = parameter_path(other->value, &quoted);
        if (!path.len || !there.len || str_eq(path, there) || !str_eq(last_key(path), last_key(there)) ||
            !names_resource(lookup->wanted, d->name, true))
            continue;
        fault_also(s->files->sources,
                   survey_say(s, lookup->step->in, step_field(lookup->step, "parameters"),
                              "%.*s looks up the %.*s of %.*s, step %.*s of the same resource group deploys the one of "
                              "%.*s",
                              STR_ARG(lookup->step->step->name), STR_ARG(d->name), STR_ARG(path),
                              STR_ARG(deploy->step->step->name), STR_ARG(there)),
                   bicep_place(s, deploy->file, other->offset), "deployed by this name");
    }
}

/* Where one key is a renamed copy of the other (ResourceNotFound on a fresh stage). */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters lookup, deploy;

        if (!node_true(step_field(e, "outputOnly")) || !step_parameters(s, e, &lookup))
            continue;
        for (size_t i = 0; i < e->in->count; i++) {
            const struct survey_step *x = &e->in->steps[i];

            if (x != e && str_eq(x->group->resource_group, e->group->resource_group) &&
                !node_true(step_field(x, "outputOnly")) && step_parameters(s, x, &deploy))
                compare(s, &lookup, &deploy);
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_parameter_divergent = {
    .id = "parameter-divergent",
    .summary = "A lookup asks for the name that was deployed.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

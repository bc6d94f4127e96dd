#include "pipeline/survey/parameters.h"

#include "base/path.h"

static bool registers(const struct survey_step *e)
{
    return step_is(e, "ResourceProviderRegistration") || step_is(e, "ProviderFeatureRegistration");
}

enum { MOST_NESTING = 16 };

/* Whether a bicep, or a module of it, deploys anything but role assignments, which need no registration. */
static bool needs_provider(struct survey *s, struct str file, unsigned depth)
{
    const struct bicep *b = survey_bicep(s, file);

    for (size_t i = 0; i < b->count && depth < MOST_NESTING; i++) {
        const struct bicep_decl *d = &b->decls[i];

        if (d->kind == BICEP_RESOURCE && !d->existing && !str_starts(d->type, STR("Microsoft.Authorization/")))
            return true;
        if (d->kind == BICEP_MODULE && needs_provider(s, path_join(s->arena, path_dir_part(file), d->path), depth + 1))
            return true;
    }
    return false;
}

/* the first rollout into a new subscription fails. Only where most of its siblings wait: then
 * the edge was forgotten. */
static void judge(struct survey *s, const struct survey_step *registration)
{
    const struct survey_pipeline *p = registration->in;
    size_t waits = 0, all = 0;

    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < p->count; i++) {
            const struct survey_step *e = &p->steps[i];

            if (!step_is(e, "ARM") || !needs_provider(s, step_bicep(s, e), 0) ||
                node_true(step_field(e, "outputOnly")) || !str_eq(e->group->name, registration->group->name) ||
                step_waits_for(registration, e))
                continue;
            if (round == 0) {
                all++;
                waits += step_waits_for(e, registration);
            } else if (!step_waits_for(e, registration) && waits * 2 >= all && waits)
                survey_also(s,
                            survey_say(s, p, e->step->node,
                                       "%.*s does not wait for %.*s, as %zu of %zu ARM steps of its resource group do: "
                                       "in a new "
                                       "subscription its resource providers are not registered yet",
                                       STR_ARG(e->step->name), STR_ARG(registration->step->name), waits, all),
                            p, registration->step->node, "registered here");
        }
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        if (registers(e))
            judge(s, e);
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_provider_registration = {
    .id = "provider-registration",
    .summary = "What is deployed waits for the registration of its resource providers.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

#include "delta/ack.h"
#include "delta/delta.h"

/* Who gets a preset of AFTER; those in repos' own configuration can't be seen. */
struct reached {
    size_t jobs;
    const struct delta_job *first;
};

static struct reached *count_reached(struct arena *a, const struct delta_side *s)
{
    struct reached *all = ARENA_ARRAY(a, struct reached, s->preset_count);

    for (size_t i = 0; i < s->job_count; i++)
        for (size_t k = 0; k < s->jobs[i].preset_count; k++) {
            struct reached *r = &all[s->jobs[i].presets[k]];
            r->first = r->jobs++ ? r->first : &s->jobs[i];
        }
    return all;
}

static void tell(struct check *c, const struct delta_preset_change *p, const struct reached *to)
{
    size_t n = to->jobs;

    if (n == 0)
        return;
    if (p->kind == PRESET_PART_NEW)
        report(c, p->part_after->at,
               "a preset without labels gives the %s %.*s now, and is merged into every job there is: %zu job%s get%s "
               "it",
               pod_part_name(p->part_after->part), STR_ARG(p->part_after->name), n, str_plural(n), n == 1 ? "s" : "");
    else
        report(c, p->after->at,
               "this preset is new and has no labels, so it is merged into every job there is: %zu job%s get%s it", n,
               str_plural(n), n == 1 ? "s" : "");
    also(c, to->first->at, "%.*s is one of them", STR_ARG(to->first->name));
    detail(c, "a job in a repo's own configuration that sets something of that name itself no longer loads, and such "
              "jobs can't be seen from here");
}

static void check_delta(struct check *c, const struct delta *d)
{
    struct reached *reached = NULL;

    for (size_t i = 0; i < d->preset_count; i++) {
        const struct delta_preset_change *p = &d->presets[i];
        if ((p->kind == PRESET_NEW || p->kind == PRESET_RELABELLED || p->kind == PRESET_PART_NEW) &&
            p->after->label_count == 0 &&
            !ack_covers(d->acks, "preset-reaches-all", STR(""), STR(""), p->after->name)) {
            reached = reached ? reached : count_reached(check_arena(c), d->after);
            tell(c, p, &reached[p->after - d->after->presets]);
        }
    }
}

const struct rule rule_preset_reaches_all = {
    .id = "preset-reaches-all",
    .summary = "What a preset begins to give reaches the jobs that ask for it, not all there are.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_PRESETS,
    .delta = check_delta,
};

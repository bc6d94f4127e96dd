#include "delta/ack.h"
#include "delta/delta.h"

/* Jobs at hand are loaded with the preset, and what collides there is an error of its own. */
static void check_delta(struct check *c, const struct delta *d)
{
    for (size_t i = 0; i < d->preset_count; i++) {
        const struct delta_preset_change *p = &d->presets[i];
        if (p->kind != PRESET_PART_NEW ||
            ack_covers(d->acks, "preset-env-no-collision", STR(""), STR(""), p->after->name))
            continue;
        report(c, p->part_after->at,
               "preset %.*s gives the %s %.*s now; a job in a repo's own configuration that has the preset and one of "
               "that name no longer loads, and such jobs can't be seen from here",
               STR_ARG(p->after->name), pod_part_name(p->part_after->part), STR_ARG(p->part_after->name));
    }
}

const struct rule rule_preset_env_no_collision = {
    .id = "preset-env-no-collision",
    .summary = "What is added to a preset collides with nothing that jobs elsewhere set themselves.",
    .severity = SEVERITY_INFO,
    .about = SUBJECT_PRESETS,
    .delta = check_delta,
};

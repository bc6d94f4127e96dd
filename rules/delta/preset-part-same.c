#include "delta/preset_change.h"

static void check_delta(struct check *c, const struct delta *d)
{
    const struct delta_preset_change *p;

    for (size_t i = 0; (p = preset_change_next(d, PRESET_PART_CHANGED, "preset-part-same", &i));) {
        struct str jobs = preset_change_jobs(c, p, "change");
        report(c, p->part_after->at, "preset %.*s gives another %s %.*s: %.*s with it", STR_ARG(p->after->name),
               pod_part_name(p->part_after->part), STR_ARG(p->part_after->name), STR_ARG(jobs));
        preset_change_detail(c, d, p);
    }
}

const struct rule rule_preset_part_same = {
    .id = "preset-part-same",
    .summary = "What a preset gives does not change under jobs that did not.",
    .severity = SEVERITY_INFO,
    .about = SUBJECT_PRESETS,
    .delta = check_delta,
};

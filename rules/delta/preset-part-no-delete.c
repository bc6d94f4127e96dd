#include "delta/preset_change.h"

static void check_delta(struct check *c, const struct delta *d)
{
    const struct delta_preset_change *p;

    for (size_t i = 0; (p = preset_change_next(d, PRESET_PART_GONE, "preset-part-no-delete", &i));) {
        struct str jobs = preset_change_jobs(c, p, "lose");
        report(c, p->after->at, "preset %.*s no longer gives the %s %.*s: %.*s it", STR_ARG(p->before->name),
               pod_part_name(p->part_before->part), STR_ARG(p->part_before->name), STR_ARG(jobs));
        preset_change_detail(c, d, p);
        if (p->jobs == 0)
            no_more_than(c, SEVERITY_INFO);
    }
}

const struct rule rule_preset_part_no_delete = {
    .id = "preset-part-no-delete",
    .summary = "A preset keeps giving what jobs get from it.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_PRESETS,
    .delta = check_delta,
};

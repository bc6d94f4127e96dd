#include "delta/preset_change.h"
#include "delta/retirements.h"

static void check_delta(struct check *c, const struct delta *d)
{
    const struct delta_preset_change *p;

    for (size_t i = 0; (p = preset_change_next(d, PRESET_GONE, "preset-no-delete", &i));) {
        struct str jobs = preset_change_jobs(c, p, "lose");
        report(c, whole_file(p->before->at.file), "preset %.*s is gone: %.*s what it gave", STR_ARG(p->before->name),
               STR_ARG(jobs));
        preset_change_detail(c, d, p);
        /* Nobody asks for one without labels. */
        if (p->jobs == 0 || p->before->label_count == 0)
            no_more_than(c, p->jobs ? SEVERITY_WARNING : SEVERITY_INFO);
    }
}

const struct rule rule_preset_no_delete = {
    .id = "preset-no-delete",
    .summary = "A preset is not taken away from jobs that still ask for it.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_PRESETS,
    .delta = check_delta,
};

#include "delta/preset_change.h"

static void check_delta(struct check *c, const struct delta *d)
{
    const struct delta_preset_change *p;

    for (size_t i = 0; (p = preset_change_next(d, PRESET_RELABELLED, "preset-label-same", &i));) {
        report(c, p->after->at,
               "preset %.*s is now %.*s: %zu job%s still ask%s for it by the old label and get%s nothing",
               STR_ARG(p->before->name), STR_ARG(p->after->name), p->jobs, str_plural(p->jobs), p->jobs == 1 ? "s" : "",
               p->jobs == 1 ? "s" : "");
        preset_change_detail(c, d, p);
        if (p->jobs == 0)
            no_more_than(c, SEVERITY_INFO);
    }
}

const struct rule rule_preset_label_same = {
    .id = "preset-label-same",
    .summary = "A preset keeps its labels while jobs ask for it by them.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_PRESETS,
    .delta = check_delta,
};

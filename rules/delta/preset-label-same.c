#include "delta/ack.h"
#include "delta/delta.h"

static void check_delta(struct check *c, const struct delta *d)
{
    for (size_t i = 0; i < d->preset_count; i++) {
        const struct delta_preset_change *p = &d->presets[i];
        if (p->kind != PRESET_RELABELLED ||
            ack_covers(d->acks, "preset-label-same", STR(""), STR(""), p->before->name))
            continue;
        report(c, p->after->at,
               "preset %.*s is now %.*s: %zu job%s still ask%s for it by the old label and get%s nothing",
               STR_ARG(p->before->name), STR_ARG(p->after->name), p->jobs, p->jobs == 1 ? "" : "s",
               p->jobs == 1 ? "s" : "", p->jobs == 1 ? "s" : "");
        if (p->first)
            also(c, p->first->at, "%.*s is one of them", STR_ARG(p->first->name));
        also(c, p->before->at, "it was here");
        detail(c, "jobs in repos' own configuration can't be seen from here");
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

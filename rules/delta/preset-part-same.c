#include "delta/ack.h"
#include "delta/delta.h"

static void check_delta(struct check *c, const struct delta *d)
{
    for (size_t i = 0; i < d->preset_count; i++) {
        const struct delta_preset_change *p = &d->presets[i];
        if (p->kind != PRESET_PART_CHANGED ||
            ack_covers(d->acks, "preset-part-same", STR(""), STR(""), p->before->name))
            continue;
        report(c, p->part_after->at,
               "preset %.*s gives another %s %.*s: %zu job%s that %s not touched change%s with it",
               STR_ARG(p->after->name), pod_part_name(p->part_after->part), STR_ARG(p->part_after->name), p->jobs,
               p->jobs == 1 ? "" : "s", p->jobs == 1 ? "was" : "were", p->jobs == 1 ? "s" : "");
        if (p->first)
            also(c, p->first->at, "%.*s is one of them", STR_ARG(p->first->name));
        also(c, p->part_before->at, "it was here");
        detail(c, "jobs in repos' own configuration can't be seen from here");
    }
}

const struct rule rule_preset_part_same = {
    .id = "preset-part-same",
    .summary = "What a preset gives does not change under jobs that did not.",
    .severity = SEVERITY_INFO,
    .about = SUBJECT_PRESETS,
    .delta = check_delta,
};

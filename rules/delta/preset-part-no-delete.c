#include "delta/ack.h"
#include "delta/delta.h"

static void check_delta(struct check *c, const struct delta *d)
{
    for (size_t i = 0; i < d->preset_count; i++) {
        const struct delta_preset_change *p = &d->presets[i];
        if (p->kind != PRESET_PART_GONE ||
            ack_covers(d->acks, "preset-part-no-delete", STR(""), STR(""), p->before->name))
            continue;
        report(c, p->after->at, "preset %.*s no longer gives the %s %.*s: %zu job%s that %s not touched lose%s it",
               STR_ARG(p->before->name), pod_part_name(p->part_before->part), STR_ARG(p->part_before->name), p->jobs,
               p->jobs == 1 ? "" : "s", p->jobs == 1 ? "was" : "were", p->jobs == 1 ? "s" : "");
        if (p->first)
            also(c, p->first->at, "%.*s is one of them", STR_ARG(p->first->name));
        also(c, p->part_before->at, "it was here");
        detail(c, "jobs in repos' own configuration can't be seen from here");
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

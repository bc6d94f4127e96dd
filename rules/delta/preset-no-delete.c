#include "delta/ack.h"
#include "delta/delta.h"
#include "delta/retirements.h"

static void check_delta(struct check *c, const struct delta *d)
{
    for (size_t i = 0; i < d->preset_count; i++) {
        const struct delta_preset_change *p = &d->presets[i];
        if (p->kind != PRESET_GONE || ack_covers(d->acks, "preset-no-delete", STR(""), STR(""), p->before->name))
            continue;
        report(c, whole_file(p->before->at.file),
               "preset %.*s is gone: %zu job%s that %s not touched lose%s what it gave",
               STR_ARG(p->before->name), p->jobs, p->jobs == 1 ? "" : "s", p->jobs == 1 ? "was" : "were",
               p->jobs == 1 ? "s" : "");
        if (p->first)
            also(c, p->first->at, "%.*s is one of them", STR_ARG(p->first->name));
        also(c, p->before->at, "it was here");
        detail(c, "jobs in repos' own configuration can't be seen from here");
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

#include "rules/delta/deployment.h"

#include "delta/retirements.h"

static void report_gone(struct check *c, const struct delta *d, const struct rollout_context *was)
{
    struct str name = was->name;

    if (ack_covers_step(d->acks, "context-vanished", was->topology, name))
        return;
    report(c, whole_file(was->topology),
           "nothing is deployed to %.*s any more: the configuration names it no longer, and what runs there stays as "
           "it is",
           STR_ARG(name));
    if (!environment_rank(was->environment))
        no_more_than(c, SEVERITY_WARNING);
    ack_offer(c, d, (struct ack){ .steps = &name, .step_count = 1, .at_most = 1 });
}

static void report_dimmed(struct check *c, const struct delta *d, const struct rollout_context *is, const char *what)
{
    struct str name = is->name;

    if (ack_covers_step(d->acks, "context-vanished", is->topology, name))
        return;
    report(c, whole_file(is->topology), "%.*s %s: what is wrong there is not found any more", STR_ARG(name), what);
    if (!environment_rank(is->environment))
        no_more_than(c, SEVERITY_WARNING);
    ack_offer(c, d, (struct ack){ .steps = &name, .step_count = 1, .at_most = 1 });
}

static void check_delta(struct check *c, const struct delta *d)
{
    if (!d->pipelines.after->known)
        return;
    for (size_t i = 0; i < d->pipelines.context_count; i++) {
        const struct compared_context *x = &d->pipelines.contexts[i];

        if (x->before && !x->after)
            report_gone(c, d, x->before);
        else if (x->before && x->before->valued && !x->after->valued && !x->before->partial)
            report_dimmed(c, d, x->after, "has no configuration any more, and had one");
        else if (x->before && !x->before->partial && x->after->partial)
            report_dimmed(c, d, x->after, "is known in part only now, and was whole");
    }
}

const struct rule rule_context_vanished = {
    .id = "context-vanished",
    .summary = "Where was deployed to is still deployed to, and known as well as it was.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_CONTEXTS,
    .delta = check_delta,
};

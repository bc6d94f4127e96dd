#include "rules/delta/deployment.h"

#include "delta/retirements.h"

static bool by_ev2(const struct pipelines_delta *d, const struct pipeline_change *c)
{
    for (size_t i = 0; i < c->context_count; i++) {
        const struct compared_context *x = &d->contexts[c->contexts[i]];

        if ((x->after ? x->after : x->before)->ev2)
            return true;
    }
    return false;
}

void deployment_report(struct check *c, const struct delta *d)
{
    const struct deployment_rule *rule = check_with(c);
    struct arena *a = check_arena(c);

    for (size_t i = 0; i < d->pipelines.count; i++) {
        const struct pipeline_change *x = &d->pipelines.changes[i];
        struct place at = x->is.file.len ? x->is : whole_file(x->was.file);
        struct str subject = x->subject;

        if (!(rule->kinds >> x->kind & 1) || ack_covers_step(d->acks, rule->id, at.file, subject))
            continue;
        report(c, at, "%.*s, in %.*s", STR_ARG(rule->words(x, a)), STR_ARG(pipeline_change_where(&d->pipelines, x, a)));
        if (x->was.file.len)
            also(c, x->was, "before, it was written here");
        if (rule->remembered && !by_ev2(&d->pipelines, x))
            no_more_than(c, SEVERITY_INFO);
        ack_offer(c, d, (struct ack){ .steps = &subject, .step_count = 1, .at_most = 1 });
    }
}

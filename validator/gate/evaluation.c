#include "gate/evaluation.h"

static struct gate_side seen(const struct gate_side *given, const struct side *s, const struct findings *found)
{
    struct gate_side seen = *given;

    if (s && s->jobs) {
        seen.side = s->jobs;
        seen.findings = s->tree ? found : NULL;
        seen.broken = s->tree ? s->tree->broken : 0;
    }
    return seen;
}

/* Rules about the tree may be left out with their guard: then what they doubt is looked at all the same. */
static void compare(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;
    bool size_skipped = false;

    for (size_t i = 0; i < d->skip_count; i++)
        size_skipped = size_skipped || d->skips[i].guard == GUARD_TREE_SIZE;
    e->comparison.before = e->before;
    e->comparison.after = e->after;
    comparison_judge(&e->comparison, e->found, e->settings, e->acks, true);
    if (!size_skipped)
        comparison_leave_doubt(&e->comparison);
    d->doubtful = e->comparison.doubtful;
    d->delta = e->comparison.comparable ? &e->comparison.delta : NULL;
    d->delta_findings = e->comparison.comparable ? &e->comparison.findings : NULL;
}

void evaluation_decide(struct evaluation *e)
{
    struct gate_decision *d = &e->decision;

    d->before = seen(&d->before, e->before, e->before ? &e->before->findings : NULL);
    d->after = seen(&d->after, e->after, e->found);
    d->deployed = e->deployed;
    d->deployed_count = e->deployed_count;
    evaluation_prove(e);
    if (e->before && e->after) {
        e->after->proven = e->after->proven || d->seal == GATE_SEAL_MATCHES;
        compare(e);
    }
    gate_decide(d);
}

const struct state *evaluation_state(const struct evaluation *e)
{
    if (e->before && e->before->state)
        return e->before->state;
    return e->kept_loaded ? &e->kept : NULL;
}

void evaluation_free(struct evaluation *e)
{
    comparison_free(&e->comparison);
    if (e->kept_loaded)
        state_free(&e->kept);
    if (e->pending_loaded)
        state_free(&e->pending);
    if (e->dir_open)
        state_dir_close(&e->dir);
    buf_free(&e->manifest.bytes);
    gate_decision_free(&e->decision);
}

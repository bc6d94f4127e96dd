#include "pipeline/survey/retry.h"

#include "syntax/scalar/duration.h"

static struct str shown(int64_t ns, struct arena *a)
{
    return arena_printf(a, "%lldm", (long long)((ns + RETRY_MINUTE - 1) / RETRY_MINUTE));
}

static void judge(struct survey *s, const struct survey_step *e, const struct retry *r)
{
    int64_t attempt = retry_attempt(e, s->arena), budget = retry_budget(e, s->arena), all;
    const struct node *at = step_field(e, "timeout");

    if (r->count < 1 || r->count > 1000 || r->pause > 10000 * RETRY_MINUTE || attempt > 10000 * RETRY_MINUTE)
        return;
    all = r->count * attempt + (r->count - 1) * r->pause;
    if (all <= budget)
        return;
    survey_say(s, e->in, r->count_node ? r->count_node : at,
               attempt
                   ? "%lld attempts of %.*s and the pauses between them take %.*s, longer than the budget of %.*s that "
                     "templatize gives all attempts of the step together: the last ones never get their time"
                   : "the pauses between %lld attempts%.*s alone take %.*s, longer than the %.*s that the step has: "
                     "the retry outlasts its budget",
               (long long)r->count, STR_ARG(attempt ? shown(attempt, s->arena) : STR("")),
               STR_ARG(shown(all, s->arena)), STR_ARG(shown(budget, s->arena)));
}

/* How EV2 bounds several attempts is not documented. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct retry r;

        retry_read(&r, e, s->arena);
        if (r.node)
            judge(s, e, &r);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_budget = {
    .id = "retry-budget",
    .summary = "All attempts of a step and the pauses between them fit into the time that the step has.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};

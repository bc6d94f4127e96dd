#include "rules/policy/policy.h"
#include "syntax/scalar/duration.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "at-least", .kind = PARAMETER_DURATION, .need = NEED_ONE_OF, .help = "the shortest timeout" },
    { .name = "at-most",
      .kind = PARAMETER_DURATION,
      .need = NEED_ONE_OF,
      .help = "the longest timeout; then there must be one" },
    { .name = NULL },
};

/* The job's own timeout, or NULL where a default decides. */
static const struct node *own_timeout(const struct job *j)
{
    const struct node *own = node_field(job_field(j, "decoration_config"), STR("timeout"));

    return node_kind(own) == NODE_NULL ? NULL : own;
}

static void report_timeout(struct check *c, const struct job *j, const struct node *timeout, const char *bound,
                           const char *words)
{
    const struct node *own = own_timeout(j);

    job_report_at(c, j, own ? prow_place(j->file, own) : job_field_place(j, "decoration_config"),
                  STR("decoration_config.timeout"), "timeout of job %.*s is %.*s%s; prowgate.yaml wants %s %.*s",
                  STR_ARG(j->name), STR_ARG(node_text(timeout)), own ? "" : " by default", words,
                  STR_ARG(node_text(check_parameter(c, bound))));
    if (!own)
        also(c, prow_place(j->config->file, timeout), "the default stands here");
}

static void check_job(struct check *c, const struct job *j)
{
    const struct node *timeout = decoration_get(&j->decoration, STR("timeout"));
    int64_t ns, bound;
    struct str error;

    if (!job_has_decoration(j) || !job_selected(c, j))
        return;
    if (!timeout && check_parameter(c, "at-most")) {
        job_report_at(c, j, job_field_place(j, "decoration_config"), STR("decoration_config.timeout"),
                      "job %.*s has no timeout, neither its own nor by default; prowgate.yaml wants at most %.*s",
                      STR_ARG(j->name), STR_ARG(node_text(check_parameter(c, "at-most"))));
        return;
    }
    if (!timeout || !duration_parse(node_text(timeout), &ns, j->arena, &error))
        return;
    if (parameter_duration(c, "at-least", &bound) && ns < bound)
        report_timeout(c, j, timeout, "at-least", "at least");
    if (parameter_duration(c, "at-most", &bound) && ns > bound)
        report_timeout(c, j, timeout, "at-most", "at most");
}

const struct rule rule_policy_timeout = {
    .id = "policy-timeout",
    .summary = "The timeouts of decorated jobs are within the bounds of prowgate.yaml.",
    .severity = SEVERITY_OFF,
    .needs_main = "plank",
    .parameters = parameters,
    .job = check_job,
};

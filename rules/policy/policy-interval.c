#include "rules/policy/policy.h"
#include "rules/prow/job/schedule.h"
#include "syntax/scalar/duration.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "at-least",
      .kind = PARAMETER_DURATION,
      .need = NEED_ONE_OF,
      .help = "the shortest time between two runs" },
    { .name = "at-most", .kind = PARAMETER_DURATION, .need = NEED_ONE_OF, .help = "the longest time between two runs" },
    { .name = NULL },
};

static void report_gap(struct check *c, const struct job *j, const char *field, int64_t gap, const char *bound,
                       const char *words)
{
    struct str written = preset_label_value(j->arena, job_field(j, field));

    job_report(c, j, field, "%s \"%.*s\" of periodic %.*s leaves %.*s between two runs; prowgate.yaml wants %s %.*s",
               field, STR_ARG(written), STR_ARG(j->name), STR_ARG(duration_string(gap, j->arena)), words,
               STR_ARG(node_text(check_parameter(c, bound))));
}

/* Both in nanoseconds. */
static void check_bounds(struct check *c, const struct job *j, const char *field, int64_t shortest, int64_t longest)
{
    int64_t bound;

    if (parameter_duration(c, "at-least", &bound) && shortest < bound)
        report_gap(c, j, field, shortest, "at-least", "at least");
    if (parameter_duration(c, "at-most", &bound) && longest > bound)
        report_gap(c, j, field, longest, "at-most", "at most");
}

/* False where there is no such field, or no duration in it: a rule of its own says so. */
static bool check_duration(struct check *c, const struct job *j, const char *field)
{
    struct str text = preset_label_value(j->arena, job_field(j, field)), error;
    int64_t ns;

    if (text.len == 0 || !duration_parse(text, &ns, j->arena, &error))
        return false;
    check_bounds(c, j, field, ns, ns);
    return true;
}

static void check_cron(struct check *c, const struct job *j)
{
    struct str line = preset_label_value(j->arena, job_field(j, "cron")), error;
    struct cron cron;

    if (line.len && cron_parse(line, j->arena, &cron, &error) == CRON_OK && cron_shortest_interval(&cron))
        check_bounds(c, j, "cron", cron_shortest_interval(&cron) * 1000000000,
                     cron_longest_interval(&cron) * 1000000000);
}

static void check_job(struct check *c, const struct job *j)
{
    if (!schedule_is_checked(j) || !job_selected(c, j))
        return;
    if (!check_duration(c, j, "interval") && !check_duration(c, j, "minimum_interval"))
        check_cron(c, j);
}

const struct rule rule_policy_interval = {
    .id = "policy-interval",
    .summary = "Periodics run as often as prowgate.yaml wants: no more, and no less.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};

#include "rules/prow/job/run_filters.h"

#include "schema/behaviour.h"

static bool is_checked(const struct window *w, enum job_kind kind, bool skip_if)
{
    if (skip_if && !behaviour_may_hold(w, BEHAVIOUR_SKIP_IF_ONLY_CHANGED))
        return false;
    return behaviour_may_hold(w, kind == PRESUBMIT ? BEHAVIOUR_ALWAYS_RUN_EXCLUDES_RUN_IF_CHANGED
                                                   : BEHAVIOUR_POSTSUBMIT_CHANGE_FILTERS);
}

void run_filters_check_always(struct check *c, const struct job *j)
{
    const struct run_filter *r = check_with(c);
    const char *filter = r->filter;

    if (j->kind != r->kind || !j->always_run || job_text(j, filter).len == 0 ||
        !is_checked(check_window(c), r->kind, str_eq(str_c(filter), STR("skip_if_only_changed"))))
        return;
    job_report(c, j, filter, "job %.*s always runs, so %s has nothing to decide: drop one of the two", STR_ARG(j->name),
               filter);
    also(c, job_field_place(j, "always_run"), "always_run is set here");
    job_says(c, j, "job %.*s is set to always run but also declares %s targets, which are mutually exclusive",
             STR_ARG(j->name), filter);
}

void run_filters_check_both(struct check *c, const struct job *j)
{
    const enum job_kind kind = ((const struct run_filter *)check_with(c))->kind;

    if (j->kind != kind || j->run_if_changed.len == 0 || j->skip_if_only_changed.len == 0 ||
        !is_checked(check_window(c), kind, true))
        return;
    job_report(c, j, "skip_if_only_changed",
               "run_if_changed and skip_if_only_changed both decide by the changed files whether job %.*s "
               "runs: keep "
               "one",
               STR_ARG(j->name));
    also(c, job_field_place(j, "run_if_changed"), "run_if_changed stands here");
    job_says(c, j, "job %.*s declares run_if_changed and skip_if_only_changed, which are mutually exclusive",
             STR_ARG(j->name));
}

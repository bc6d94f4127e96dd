#include "rules/prow/setting_check.h"

static bool reportable(struct str type)
{
    return str_eq(type, STR("presubmit")) || str_eq(type, STR("postsubmit"));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting types = setting_find(t, "github_reporter.job_types_to_report");

    for (struct setting e = { 0 }; setting_next(t->scratch, &types, &e);) {
        if (reportable(setting_text(&e)) || (e.value && node_kind(e.value) != NODE_STRING))
            continue;
        setting_report(c, &e, setting_place(&e),
                       "\"%.*s\" is nothing that can be reported to GitHub; presubmit and "
                       "postsubmit are",
                       STR_ARG(setting_text(&e)));
        prow_says(c, "invalid job_types_to_report: %.*s", STR_ARG(setting_text(&e)));
    }
}

const struct rule rule_github_reporter_type = {
    .id = "github-reporter-type",
    .summary = "The GitHub reporter reports presubmits and postsubmits, no other types of jobs.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_GITHUB_REPORTER_JOB_TYPES],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

#include "rules/policy/policy.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "runs-on",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "branches that a job must run for" },
    { .name = "skips",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "branches that a job may not run for" },
    { .name = NULL },
};

static void check_list(struct check *c, const struct job *j, const char *name, bool wanted)
{
    const struct node *list = check_parameter(c, name);

    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        if (branches_include(j->arena, &j->branches, j->patterns, node_text(e)) != wanted)
            job_report(c, j, wanted && !j->branches.skip_count ? "branches" : "skip_branches",
                       "%s %.*s %s for the branch %.*s, which prowgate.yaml %s", job_kind_name(j->kind),
                       STR_ARG(j->name), wanted ? "does not run" : "runs", STR_ARG(node_text(e)),
                       wanted ? "wants it to" : "does not want");
}

static void check_job(struct check *c, const struct job *j)
{
    if (j->kind == PERIODIC || !job_selected(c, j))
        return;
    check_list(c, j, "runs-on", true);
    check_list(c, j, "skips", false);
}

const struct rule rule_policy_branch = {
    .id = "policy-branch",
    .summary = "Jobs run for the branches that prowgate.yaml names, and not for others that it names.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};

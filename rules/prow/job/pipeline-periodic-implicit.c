#include "rules/prow/job/pipeline_refs.h"

static void check_job(struct check *c, const struct job *j)
{
    struct pipeline_refs refs;

    if (j->kind != PERIODIC || !pipeline_refs_read(check_window(c), j, &refs))
        return;
    for (size_t i = 0; i < refs.count; i++) {
        if (!node_is(refs.items[i].name, STR("PROW_IMPLICIT_GIT_REF")))
            continue;
        pipeline_ref_report(c, j, &refs.items[i],
                            "periodic %.*s runs for no commit of a repo, so there is nothing to "
                            "put for PROW_IMPLICIT_GIT_REF: use extra_refs and "
                            "PROW_EXTRA_GIT_REF_0",
                            STR_ARG(j->name));
        job_invalid(c, j, "periodic jobs do not have an implicit git ref to replace PROW_IMPLICIT_GIT_REF");
    }
}

const struct rule rule_pipeline_periodic_implicit = {
    .id = "pipeline-periodic-implicit",
    .summary = "A periodic pipeline does not ask for PROW_IMPLICIT_GIT_REF.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};

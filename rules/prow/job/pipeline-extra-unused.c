#include "rules/prow/job/pipeline_refs.h"

static void check_job(struct check *c, const struct job *j)
{
    struct pipeline_refs refs;
    size_t i = 0;

    if (!pipeline_refs_read(check_window(c), j, &refs))
        return;
    for (const struct node *e = node_first(refs.extra_refs); e; e = node_next(refs.extra_refs, e), i++) {
        if (pipeline_refs_use(&refs, i))
            continue;
        job_report_at(c, j, prow_place(j->file, e), arena_printf(j->arena, "extra_refs[%zu]", i),
                      "no %s of the pipeline of job %.*s asks for this ref, as PROW_EXTRA_GIT_REF_%zu", refs.holder,
                      STR_ARG(j->name), i);
        job_invalid(c, j, "extra_refs[%zu] is not used; some %s must reference PROW_EXTRA_GIT_REF_%zu", i, refs.holder,
                    i);
    }
}

const struct rule rule_pipeline_extra_unused = {
    .id = "pipeline-extra-unused",
    .summary = "A pipeline asks for each of the extra_refs of its job.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};

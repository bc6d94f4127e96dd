#include "rules/prow/job/pipeline_refs.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    struct pipeline_refs refs;

    if (!pipeline_refs_read(check_window(c), j, &refs))
        return;
    for (size_t i = 0; i < refs.count; i++) {
        if (refs.items[i].ref)
            continue;
        pipeline_ref_report(c, j, &refs.items[i],
                            "this task of job %.*s has no taskRef, and Prow panics over it: refer "
                            "to a task, even where Tekton takes a taskSpec",
                            STR_ARG(j->name));
        prow_says(c, "%s: runtime error: invalid memory address or nil pointer dereference",
                  j->file->role == ROLE_INREPO ? "panic" : "panic loading config");
        return;
    }
}

const struct rule rule_panic_tekton_taskref = {
    .id = "panic-tekton-taskref",
    .summary = "Each task of a pipeline refers to a task by taskRef.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PIPELINE_RUN_SPEC_TASK_REFS],
    .job = check_job,
};

/* pipeline_refs: which git refs a Tekton job's pipeline asks Prow for (ValidatePipelineRunSpec, fact
 * sheet 4.7). Since 2023-07-13 they are read off the tasks of the pipeline; from 2019-07-17 until then, off
 * its resources. */
#ifndef RULES_PROW_JOB_PIPELINE_REFS_H
#define RULES_PROW_JOB_PIPELINE_REFS_H

#include "rules/prow/job/agent.h"

/* One task or resource. */
struct pipeline_ref {
    const struct node *holder; /* the task or resource */
    const struct node *ref;    /* its taskRef or resourceRef; NULL where it has none */
    const struct node *name;   /* the name that it refers to; NULL where it has none */
    struct str path;           /* below the job, of the name or the holder */
    struct str extra;          /* the digits after PROW_EXTRA_GIT_REF_; empty when it asks for no extra ref */
    uint64_t index;            /* their value, UINT64_MAX beyond */
};

struct pipeline_refs {
    const char *holder; /* "task" or "resource" */
    struct pipeline_ref *items;
    size_t count;
    const struct node *extra_refs; /* the job's, NULL without */
    size_t extra_count;
};

/* False for jobs that have no pipeline to look at in any version of the window. In the job's arena. */
bool pipeline_refs_read(const struct window *w, const struct job *j, struct pipeline_refs *refs);
bool pipeline_refs_use(const struct pipeline_refs *refs, uint64_t extra);

/* Reports at the name that the ref gives. */
void pipeline_ref_report(struct check *c, const struct job *j, const struct pipeline_ref *ref, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif

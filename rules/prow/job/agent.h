/* agent: what runs a job, and which agents the deployed versions know (validateAgent, fact sheet 4.7). */
#ifndef RULES_PROW_JOB_AGENT_H
#define RULES_PROW_JOB_AGENT_H

#include "prow/jobs/job_report.h"

bool agent_is(const struct job *j, const char *agent);

/* Whether some version of the window knows the job's agent and so checks what the job says about it. The rest
 * of what validateAgent looks at is passed over for agents that are not known. */
bool agent_is_checked(const struct window *w, const struct job *j);

/* Whether some version of the window refuses the agent: until 2019-07-08 it had to be a known one. */
bool agent_is_refused(const struct window *w, const struct job *j);

/* A pipeline run spec of a Tekton job: pipeline_run_spec, or the newer tekton_pipeline_run_spec.v1beta1 where
 * versioned says that it counts. NULL without one. *field is the name of the field it stands in. */
const struct node *agent_pipeline_run_spec(const struct job *j, bool versioned, const char **field);

#endif

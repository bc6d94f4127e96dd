/* job_selector: which jobs a rule with parameters looks at, as every policy in prowgate.yaml says it:
 *
 *     jobs: {type: presubmit, repos: [org/repo], files: [config/jobs/a.yaml], names: [-e2e$]}
 *     except: [^legacy-]
 *
 * Everything that jobs names must hold; of a list, one entry must. Without jobs, all jobs are meant. */
#ifndef PROW_JOBS_JOB_SELECTOR_H
#define PROW_JOBS_JOB_SELECTOR_H

#include "prow/jobs/job.h"
#include "rule/parameter.h"

extern const struct parameter job_selector_parameters[];
/* The first entries of the table of a rule that looks at each job. */
#define JOB_SELECTOR JOB_SELECTOR_OF(job_selector_parameters)
#define JOB_SELECTOR_OF(table)                                                                                         \
    { .name = "jobs", .kind = PARAMETER_GROUP, .members = (table), .help = "which jobs; all without" },                \
    {                                                                                                                  \
        .name = "except", .kind = PARAMETER_REGEX, .shape = SHAPE_LIST, .help = "names of jobs that are left out"      \
    }

/* Whether the parameters of this use of the rule select the job. */
bool job_selected(const struct check *c, const struct job *j);

/* The same of a rule that looks at the whole tree, where labels, annotations and fields of jobs are forgotten. */
extern const struct parameter job_summary_selector_parameters[];
#define JOB_SUMMARY_SELECTOR JOB_SELECTOR_OF(job_summary_selector_parameters)
bool job_summary_selected(const struct check *c, struct patterns *patterns, const struct job_summary *s);

/* Whether one of the globs matches, and none with "!" in front; a list of those alone begins with everything. list is a
 * SHAPE_LIST of PARAMETER_GLOB; NULL matches everything. */
bool globs_match(const struct node *list, struct str text);

#endif

/* presubmits: which presubmits of a repo an event starts (config.Presubmit.ShouldRun, pjutil.FilterPresubmits; fact sheet 4.9;
 * recorded answers: suites/trigger). */
#ifndef SIMULATE_PRESUBMITS_H
#define SIMULATE_PRESUBMITS_H

#include "prow/files/tree.h"
#include "prow/jobs/job_detail.h"
#include "schema/version.h"

/* The files that a pull request or a push changed. */
struct changed_files {
    const struct str *names;
    size_t count;
    struct str error; /* why they can't be listed; empty where they can */
};

/* A repo in one version of Prow. Jobs have details. */
struct simulation {
    const struct prow_tree *tree;
    const struct window *window; /* of one version */
    struct arena *arena;         /* scratch, and what answers are made of */
    struct str org, repo;
    const struct job_group *presubmits, *postsubmits; /* NULL without any */
};

void simulation_init(struct simulation *s, struct arena *a, const struct prow_tree *t, const struct window *w,
                     struct str org, struct str repo);

/* Presubmit.CouldRun: the branch is one of the job's. */
bool job_could_run(const struct simulation *s, const struct job_summary *j, struct str branch);
/* Nothing but a comment starts it. */
bool job_needs_trigger(const struct job_summary *j);
/* Its status may be missing from a pull request. */
bool job_is_conditional(const struct job_summary *j);
/* ContextRequired: a merge waits for it. */
bool job_is_required(const struct job_summary *j);
/* RunsAgainstChanges: by its regular expression, which it has. */
bool job_runs_against(const struct simulation *s, const struct job_summary *j, const struct changed_files *files);
/* Whether the comment asks for it. */
bool job_is_asked_for(const struct simulation *s, const struct job_summary *j, struct str comment);
/* As written or by default. In the arena. */
struct str job_rerun_command(const struct simulation *s, const struct job_summary *j);

/* How a filter takes a job. */
struct choice {
    bool chosen;
    bool forced;   /* runs whatever it would itself say */
    bool defaults; /* what it does where nothing is said */
};

/* Presubmit.ShouldRun of a job that a filter chose; false with *error where the files are needed and can't be listed. */
bool job_should_run(const struct simulation *s, const struct job_summary *j, struct str branch,
                    const struct changed_files *files, struct choice how, struct str *error);
/* Postsubmit.ShouldRun. */
bool postsubmit_should_run(const struct simulation *s, const struct job_summary *j, struct str branch,
                           const struct changed_files *files);

/* Jobs that start, in Prow's order. */
struct started {
    const struct job_summary **jobs;
    size_t count;
    struct str error; /* then none starts */
};

/* FilterPresubmits: those that choose takes and that should run. */
void presubmits_filter(struct started *out, const struct simulation *s, struct str branch,
                       const struct changed_files *files,
                       struct choice (*choose)(const void *context, const struct simulation *s,
                                               const struct job_summary *j),
                       const void *context);

/* What opening a pull request starts, or "/test all": all that need no trigger. */
void presubmits_test_all(struct started *out, const struct simulation *s, struct str branch,
                         const struct changed_files *files);

#endif

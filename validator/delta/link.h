/* link: gates of deployment pipelines and the jobs of Prow that they start. A ProwJob step names a job of another tree,
 * which prow-job-executor starts through Gangway and waits for (fact sheet of pipelines, 4.1 to 4.3). */
#ifndef DELTA_LINK_H
#define DELTA_LINK_H

#include "delta/side.h"
#include "pipeline/rollout/rollout.h"
#include "prow/files/facts.h"
#include "rule/runner.h"

/* What one step waits for, in the contexts where that is the same. */
struct link_wait {
    struct str step;                               /* id */
    struct str job, repo, base_ref, subscriptions; /* repo: "Azure/ARO-HCP"; subscriptions: as written, with commas */
    bool commit;        /* it gives one: then the executor asks for a postsubmit, else for a periodic */
    bool ev2;           /* EV2 runs it, whose generator gives a commit in any case */
    struct place at;    /* of the job's name in the pipeline */
    struct place value; /* in the configuration that it comes from; no file where it is written in the pipeline */
    struct str *contexts;
    size_t context_count, context_cap;
};

struct link_waits {
    struct arena arena;
    struct link_wait *items;
    size_t count, cap;
    /* Gates, counted in each context, whose job is not known there because values are kept elsewhere; the first of them. */
    size_t open;
    struct str open_step, open_context;
    int64_t patience; /* nanoseconds that the executor waits for a job's end */
};

/* The gates of a rollout, which outlives them. Steps without a job's name are left out: that is for gate-names. */
void link_waits_find(struct link_waits *w, const struct rollout *r);
void link_waits_free(struct link_waits *w);

/* A job as far as gates care. */
struct link_job {
    enum job_kind kind;
    struct str name, repo;
    struct branches branches;
    bool always_run, never; /* never: a pattern of changed files that matches no file, "^$" */
    struct str run_if_changed, cluster;
    int64_t timeout; /* nanoseconds; 0 where it is not known */
    bool limits;     /* ALLOWED_SUBSCRIPTIONS is said */
    struct str subscriptions;
    struct place at, timeout_at, limits_at; /* its name; what sets the others, or the name */
    struct place source;                    /* its test in ci-operator's configuration; no file without */
    bool alone;                             /* other jobs stand in its file, and none of them runs on its cluster */
};

struct link_jobs {
    struct arena arena;
    struct link_job *items;
    size_t count, cap;
    struct map by_name; /* name -> the first; further ones follow by index */
    struct link_name {
        struct str name;
        struct place at;
    } * names;          /* of other jobs, for who misspelt one */
    struct map sources; /* of jobs that are missing: name -> struct place, of the test that would make it */
    size_t name_count, name_cap;
    const struct fact_list *clusters; /* known ones; NULL where nobody lists them */
    bool known;                       /* there is a tree to look in */
    struct str unread;                /* a file that can't be read, or is no YAML; empty: all can be */
};

/* Reads the jobs that are waited for, as a tree has them in effect. mount stands before each path of a place ("prow:/"),
 * and is empty where the tree is the one that is judged. */
void link_jobs_read(struct link_jobs *j, const struct link_waits *w, const struct fs *fs,
                    const struct prow_paths *paths, const struct window *window, struct str mount);
/* The same from a side that was saved: timeouts and lists of subscriptions are not kept. */
void link_jobs_of_side(struct link_jobs *j, const struct delta_side *side);
void link_jobs_free(struct link_jobs *j);

/* Which tree the findings are about: the other one's places are told beside. */
enum link_view { LINK_OF_PIPELINES, LINK_OF_JOBS };

/* Reports every gate that its job does not answer, and says what was not looked at: gates whose job nobody knows, and that
 * there is no gate at all. */
void link_check(const struct link_waits *w, const struct link_jobs *j, enum link_view view,
                const struct rule_settings *settings, struct findings *out);

#endif

/* side: one of the two configurations that are compared, down to what the comparison needs. It comes from a tree, from
 * a snapshot of prowgate's own, or from the YAML that status-reconciler saves or deck serves; the comparison does not
 * know which. Everything in it lives in its arena and stays when the tree it came from is freed. */
#ifndef DELTA_SIDE_H
#define DELTA_SIDE_H

#include "base/arena.h"
#include "prow/branches.h"
#include "prow/job.h"

/* Where something stands: as findings are printed, so that a snapshot can keep it. Empty file: nowhere. */
struct delta_place {
    struct str file;
    uint32_t line, column; /* from 1; code points */
};

/* One job, Prow's defaults and presets applied. */
struct delta_job {
    enum job_kind kind;
    struct str repo, name; /* repo is empty for periodics */
    struct str context, cluster, agent, trigger;
    struct branches branches;
    struct str run_if_changed, skip_if_only_changed;
    bool always_run, optional, skip_report, inrepo;
    struct str max_concurrency;
    /* Fingerprints of what the job does, hexadecimal; empty where the side does not know. */
    struct str work;   /* image, command and args of its containers: equal for a job that was only renamed */
    struct str effect; /* everything but name, context, trigger, rerun command and branches, presets applied */
    struct str *presets; /* which presets it gets, by the names of struct delta_preset */
    size_t preset_count;
    struct delta_place at;
};

/* The presubmits of one repo key, in Prow's order: several jobs may have one name. */
struct delta_repo {
    struct str repo;
    const struct delta_job **jobs;
    size_t count, cap;
};

/* One thing that a preset gives to a job. */
struct delta_preset_part {
    enum pod_part part;
    struct str name;  /* of env, volume or mount; of a toleration its JSON */
    struct str value; /* the whole entry as canonical JSON */
};

struct delta_preset {
    struct str name;                        /* its labels, as people write them: see preset_name */
    struct str (*labels)[2];                /* key and value */
    size_t label_count;
    struct delta_preset_part *parts;
    size_t part_count;
    struct delta_place at;
};

/* A status that a pull request needs before it can be merged. */
struct delta_required {
    struct str repo, branch, context;
    struct str why; /* "branch-protection", "tide" */
    struct delta_place at;
};

struct delta_side {
    struct arena arena;
    struct str name; /* as the user gave it */
    struct delta_job *jobs; /* presubmits by repo, then postsubmits by repo, then periodics */
    size_t job_count, job_cap;
    struct delta_repo *repos; /* with presubmits, in the order in which Prow reads them */
    size_t repo_count;
    struct delta_preset *presets;
    size_t preset_count;
    struct delta_required *required;
    size_t required_count;
    size_t files, bytes, counts[3]; /* of the whole side; counts by enum job_kind */
    bool resolved; /* presets and defaults were applied before it was saved: fingerprints are not comparable */
};

void delta_side_free(struct delta_side *s);

#endif

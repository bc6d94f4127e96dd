/* side: one of the two configurations that are compared, down to what the comparison needs. It comes from a tree, from
 * a snapshot of prowgate's own, or from the YAML that status-reconciler saves or deck serves; the comparison does not
 * know which. Everything in it lives in its arena and stays when what it came from is freed. */
#ifndef DELTA_SIDE_H
#define DELTA_SIDE_H

#include "base/fingerprint.h"
#include "base/map.h"
#include "delta/merging.h"
#include "pipeline/rollout/rollout.h"
#include "prow/branches/branches.h"
#include "prow/files/tree.h"

/* One job, Prow's defaults applied. What a fingerprint covers is said at struct job_detail; one that is not known is
 * equal to nothing and different from nothing. */
struct delta_job {
    enum job_kind kind;
    struct str repo, name; /* repo is empty for periodics */
    struct str context, cluster, agent, trigger;
    struct branches branches;
    struct str run_if_changed, skip_if_only_changed;
    bool always_run, optional, skip_report, inrepo;
    struct fingerprint work, own, given, defaults;
    uint32_t *presets; /* which presets it gets, as places in delta_side.presets, ascending */
    size_t preset_count;
    struct fingerprint *labels; /* label_print of each; none of in-repo jobs */
    size_t label_count;
    struct fingerprint
        *parts; /* part_print of each entry of env, volumes and mounts that is written at it; none where what
                                * it was read from says nothing of them */
    size_t part_count;
    struct span spec;          /* the key of its pod spec, in the file of at; zero where that is not known */
    uint64_t cpu, memory;      /* that its containers request: millicores and bytes */
    struct str cron, interval; /* of a periodic */
    struct place at;           /* its name; file is empty where the side does not know */
};

/* The presubmits of one repo key from the central configuration, in Prow's order: several jobs may have one name. */
struct delta_repo {
    struct str repo;
    size_t presubmits; /* how many there are */
    /* All of them; or none, where both sides come from the same unchanged files and nothing can differ. */
    const struct delta_job **jobs;
    size_t count, cap;
};

/* One thing that a preset gives to a job. */
struct delta_preset_part {
    enum pod_part part;
    struct str name;          /* of env, volume or mount; of a toleration its key */
    struct fingerprint value; /* the whole entry */
    struct place at;
};

struct delta_label {
    struct str key, value;
};

struct delta_preset {
    struct str name; /* its labels, as people write them: see preset_name */
    struct delta_label *labels;
    size_t label_count;
    struct delta_preset_part *parts; /* in order: env, volumes, mounts, tolerations */
    size_t part_count;
    struct place at;
};

/* A status that a pull request needs before it can be merged. */
struct delta_required {
    struct str repo;   /* "org/repo", or "org" for all its repos */
    struct str branch; /* empty for all branches */
    struct str context;
    const char *why; /* "branch-protection" or "tide", static */
    struct place at;
};

struct delta_side {
    struct arena arena;
    struct str name;        /* as the user gave it; lives as long as the side's maker says */
    struct delta_job *jobs; /* presubmits, postsubmits, periodics, in Prow's order; in-repo jobs too */
    size_t job_count;
    struct delta_repo *repos; /* with presubmits, in the order in which Prow first reads them */
    size_t repo_count, repo_cap;
    struct delta_preset *presets;
    size_t preset_count;
    struct delta_required *required;
    size_t required_count;
    struct delta_merging merging;
    struct rollout pipelines;       /* of deployments; not known where there are none */
    size_t files, bytes, counts[3]; /* of the whole central configuration; counts by enum job_kind */
    struct map by_repo;             /* for delta_side_repo */
    bool resolved; /* defaults and presets were mixed in before it was saved: of the fingerprints only work counts */
    bool labels_known; /* of jobs */
    bool one_file;     /* its form is one whole file, so that it has fewer files than a tree says nothing; not saved */
};

/* From a tree that was loaded with load_wish.detail. The side needs nothing of the tree afterwards. */
void delta_side_from_tree(struct delta_side *s, struct str name, const struct prow_tree *t);

/* Marks all its places as BEFORE's. */
void delta_side_is_before(struct delta_side *s);

/* Fills repos from jobs, for whoever has made the jobs in another way; every repo is listed whole. */
void delta_side_index(struct delta_side *s);

/* The repo of that key, or NULL. */
const struct delta_repo *delta_side_repo(const struct delta_side *s, struct str repo);

void delta_side_free(struct delta_side *s);

#endif

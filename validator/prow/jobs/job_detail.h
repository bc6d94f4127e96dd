/* job_detail: what must outlive a job where two configurations are compared, beyond its summary: what the pair of an
 * old and a new job is compared by (fact sheet 2.5). Read only when a comparison asks for it. */
#ifndef PROW_JOBS_JOB_DETAIL_H
#define PROW_JOBS_JOB_DETAIL_H

#include "base/fingerprint.h"
#include "prow/jobs/job.h"

struct job_detail {
    struct str agent, trigger, run_if_changed, skip_if_only_changed; /* defaults applied */
    /* Image, command and args of the containers, or the whole Tekton or Jenkins spec: equal for a job that was only
     * renamed. Unknown without any. */
    struct fingerprint work;
    /* All that is written at the job, but for what is compared field by field: name, context, trigger, rerun command,
     * branches, change regexes, always_run, optional, skip_report and cluster. */
    struct fingerprint own;
    struct fingerprint given;    /* what its presets add, in order */
    struct fingerprint defaults; /* what the main file adds: decoration, namespace, prowjob defaults */
    uint32_t *presets; /* which it gets, as places in the presets of the tree, ascending; none for in-repo jobs */
    size_t preset_count;
    struct fingerprint *labels; /* label_print of each; none for in-repo jobs */
    size_t label_count;
    /* part_print of each entry of env, volumes and mounts that is written at the job; with prints. */
    struct fingerprint *parts;
    size_t part_count;
    struct span spec;          /* the key of its pod spec; zero without one */
    uint64_t cpu, memory;      /* that its containers request: millicores and bytes; 0 where they say nothing */
    struct str cron, interval; /* of a periodic, as written */
};

/* What tells one entry of a pod's lists from another, wherever it is written: value is its node_fingerprint. */
struct fingerprint part_print(enum pod_part part, struct fingerprint value);
/* What tells one label from another. */
struct fingerprint label_print(struct str key, struct str value);

/* Fills d from a job at hand; everything in the arena. all are the presets that job_detail.presets counts in. Without
 * prints the fingerprints stay unknown, which is much cheaper. */
void job_detail_read(struct job_detail *d, struct arena *a, const struct job *j, const struct preset *all, size_t count,
                     bool prints);

/* Of a node and all below it: keys in any order, null like absent, aliases followed. */
struct fingerprint node_fingerprint(const struct node *n);
/* Of what a preset adds to a job, without its labels. */
struct fingerprint preset_fingerprint(const struct preset *p);

#endif

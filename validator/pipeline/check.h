/* check: a tree's pipelines as upstream judges them, in every context at once: every mistake, each once, at the line of
 * its cause, with the contexts where it holds. */
#ifndef PIPELINE_CHECK_H
#define PIPELINE_CHECK_H

#include "base/fs.h"
#include "rule/runner.h"
#include "rule/silence.h"

struct own_rules;
struct unit;
struct check_context;
struct judging;
struct survey;

/* Who wants to see the contexts while their pipelines are loaded (check_parts.h and survey/survey.h say what there is).
 * Each callback may be NULL. */
struct pipeline_look {
    void (*unit)(void *who, const struct unit *u); /* each topology, before its contexts */
    bool (*wants)(void *who, const struct unit *u, const struct check_context *c); /* false: it is not judged at all */
    void (*context)(void *who, struct judging *j); /* called where its configuration resolves */
    void (*survey)(void *who, struct survey *s);   /* of contexts that files tell apart, resolved or not */
    void *who;
};

/* Where things are; empty lists are discovered. Paths are relative to the tree. */
struct pipeline_paths {
    struct str *topologies;
    size_t topology_count;
    struct str *pipelines; /* judged though no topology names them */
    size_t pipeline_count;
    struct str config;    /* the base configuration of the first topology */
    struct str *overlays; /* further layers, in order */
    size_t overlay_count;
    bool complete;            /* the overlays were given: no layer is missing */
    struct str pin_from;      /* go.mod that pins ARO-Tools; empty: where it usually is */
    struct str pin;           /* or the version itself */
    struct str ev2, ev2_from; /* the version of EV2's generator, or a go.mod that pins it; "unknown" as empty */
    struct str executor, executor_from; /* the same of prow-job-executor */
    struct str *ev2_topologies;         /* those that EV2 deploys */
    size_t ev2_topology_count;
    bool consumers_said;              /* false: EV2 deploys topology.yaml */
    const struct own_rules *own;      /* a team's own rules, asked about pipelines, steps and configurations; or NULL */
    struct str user, build_id;        /* what settings may refer to */
    const struct pipeline_look *look; /* or NULL */
};

/* Whether the tree has pipelines at all: a topology where one usually is. Fills what is not given. */
bool pipelines_discover(struct pipeline_paths *p, const struct fs *fs, struct arena *a);

struct pipeline_counts {
    size_t files, pipelines, steps, contexts;
    size_t held, visited;      /* bytes of memory, and steps that walks upstream came by: what tests compare */
    struct silences *silences; /* told before: where comments that allow findings go, with an arena; may be NULL */
};

/* The time in what a go.mod pins of ARO-Tools' pipelines, or in a version by itself: 20260807054659; the newest that is
 * known where there is none. */
uint64_t pipelines_pin(struct str text);
/* The time in a pseudo-version, v0.0.0-20260807054659-4a463f5d83c7; 0 where it is none. */
uint64_t version_time(struct str version);

/* Judges everything; findings go to out. */
void pipelines_check(const struct fs *fs, const struct pipeline_paths *paths, const struct rule_settings *settings,
                     struct findings *out, struct pipeline_counts *counts);

#endif

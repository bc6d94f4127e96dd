/* pipelines: what a change does to deployments: steps and resource groups that come and go, orders that are lost, what
 * runs as whom, where and how often, and values of the configuration, each with the contexts where it changes. Two rollouts
 * are compared in the contexts that both have. */
#ifndef DELTA_PIPELINES_H
#define DELTA_PIPELINES_H

#include "base/buf.h"
#include "pipeline/rollout/rollout.h"

/* The most dangerous first. */
enum pipeline_change_kind {
    CHANGE_GUARD_GONE,    /* a step that is a guard, a validation, or a step's dry run (what: "dryRun") */
    CHANGE_EDGE_LOST,     /* a step waits no more for another, not even through others; what: that one's id */
    CHANGE_GROUP_RENAMED, /* before, after: the names */
    CHANGE_SERVICE_GONE,  /* with all its groups and steps */
    CHANGE_GROUP_GONE,    /* with all its steps */
    CHANGE_STEP_GONE,
    CHANGE_EDGE_GONE, /* a step waited for another, and one of them is gone; what: the other's id */
    CHANGE_STEP_RENAMED,
    CHANGE_SCOPE, /* of a resource group: what is "subscription", "resourceGroup", ... */
    CHANGE_IDENTITY,
    CHANGE_RETRY_LOST, /* it is not tried again any more */
    CHANGE_RETRY,
    CHANGE_TIMEOUT,
    CHANGE_ORDER,   /* the same names in another order */
    CHANGE_SERVICE, /* a service is deployed after another one */
    CHANGE_ACTION,
    CHANGE_CONTEXT_GONE, /* subject: the context */
    CHANGE_PIN,          /* of a consumer's version; what: "templatize", "ev2", "prow-job-executor" */
    CHANGE_IMAGE,
    CHANGE_FIELD, /* anything else that is written at a step */
    CHANGE_VALUE, /* of the configuration */
    CHANGE_SERVICE_NEW,
    CHANGE_GROUP_NEW,
    CHANGE_STEP_NEW,
    CHANGE_EDGE_NEW,
    CHANGE_CONTEXT_NEW,
    CHANGE_KINDS
};

/* A context that both sides have, or one of them. */
struct compared_context {
    const struct rollout_context *before, *after; /* NULL where that side has none */
    bool touched;                                 /* anything changes in it */
};

/* One change, in all contexts where it is the same. */
struct pipeline_change {
    enum pipeline_change_kind kind;
    struct str subject;       /* id of a step or group as AFTER has it, a service, or empty for values */
    struct str what;          /* see the kinds; the path of a field or value */
    struct str before, after; /* texts; empty where there is none */
    struct place was, is;     /* in BEFORE and AFTER; no file where it does not stand there */
    uint32_t *contexts;       /* indices, ascending */
    size_t context_count, context_cap;
    bool ours;    /* in a context whose configuration is whole, or is compared all the same */
    bool covered; /* an acknowledgement means it */
};

/* How far it reaches in one environment. */
struct pipeline_reach {
    struct str environment;
    size_t contexts, of; /* changed, and all that are compared */
    size_t regions;      /* with those that a context stands for */
    size_t clusters;     /* that changed steps work on */
};

struct pipelines_delta {
    struct arena arena;
    const struct rollout *before, *after;
    struct compared_context *contexts;
    size_t context_count, context_cap;
    struct pipeline_change *changes; /* by kind, then the environment nearest to customers, then subject */
    size_t count, cap;
    struct pipeline_reach *reach; /* environments that are reached, prod first */
    size_t reach_count, reach_cap;
    size_t scratch; /* bytes that comparing took beside; what tests count */
};

/* Compares. Both outlive the delta; one that is not known counts as empty. Freed with pipelines_delta_free. */
void pipelines_delta_init(struct pipelines_delta *d, const struct rollout *before, const struct rollout *after);
void pipelines_delta_free(struct pipelines_delta *d);

/* "edge-lost": how the kind is called in JSON. */
const char *pipeline_change_name(enum pipeline_change_kind kind);
/* The change's contexts as people read them: "prod", where it is all of an environment, else names; in a. */
struct str pipeline_change_where(const struct pipelines_delta *d, const struct pipeline_change *c, struct arena *a);
/* "prod (2 of 2 contexts, 6 regions, 4 clusters), dev (1 of 9 contexts, 1 region)"; nothing where nothing changes. */
void pipelines_delta_reach(struct buf *out, const struct pipelines_delta *d);
/* How near to customers an environment is: 3 prod, 2 stg, 1 int, 0 any other. */
unsigned environment_rank(struct str environment);

#endif

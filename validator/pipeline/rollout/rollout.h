/* rollout: what a tree's pipelines say, context by context, small enough to be kept and compared: groups and steps, what
 * is written at them, which waits for which, and the values of the configuration. What is the same in many contexts is
 * held once. */
#ifndef PIPELINE_ROLLOUT_ROLLOUT_H
#define PIPELINE_ROLLOUT_ROLLOUT_H

#include "base/map.h"
#include "pipeline/check.h"

/* subject, what and text of each; ids are SERVICE/GROUP and SERVICE/GROUP/STEP. */
enum rollout_kind {
    ROLLOUT_SERVICE, /* service group; ""; the service above it, or empty */
    ROLLOUT_GROUP,   /* id of a resource group; ""; "" */
    ROLLOUT_SCOPE,   /* id of a resource group; "subscription", "resourceGroup", ...; the value */
    ROLLOUT_STEP,    /* id of a step; "validation" or empty; its action */
    ROLLOUT_FIELD,   /* id of a step; the path of what is written, "automatedRetry.maximumRetryCount"; the value */
    ROLLOUT_EDGE,    /* id of a step; the id of one that it waits for; "" */
    ROLLOUT_ORDER,   /* id of a group, or a service; ""; names of its steps or groups as they stand, one a line */
    ROLLOUT_PIN,     /* ""; "templatize", ...; the version of that consumer */
    ROLLOUT_VALUE,   /* ""; path in the configuration, "svc.aks.version"; the value */
};
enum { ROLLOUT_KINDS = ROLLOUT_VALUE + 1 };

struct rollout_fact {
    enum rollout_kind kind;
    bool open; /* a stand-in is part of it: what a layer that is elsewhere says is not known */
    struct str subject, what, text;
    struct place at;
    uint32_t *in; /* indices of contexts, ascending */
    size_t in_count, in_cap;
};

struct rollout_context {
    struct str topology; /* file; empty without one */
    struct str name;     /* cloud/environment/region/stamp */
    struct str cloud, environment, region;
    size_t regions;     /* how many regions of the environment it stands for: that no file tells apart */
    bool ev2;           /* EV2 deploys it */
    bool partial;       /* a layer of its configuration is kept elsewhere */
    bool valued;        /* its configuration resolves */
    struct str *unread; /* pipelines of which not even a document is there */
    size_t unread_count, unread_cap;
};

struct rollout {
    struct arena arena;
    struct rollout_context *contexts;
    size_t context_count, context_cap;
    struct rollout_fact *facts; /* in the order in which they were first seen */
    size_t fact_count, fact_cap;
    struct str *topologies_unread;
    size_t topology_unread_count, topology_unread_cap;
    size_t services;   /* that are deployed: pipelines that a topology lists, or all where there is none */
    uint64_t executor; /* the time in prow-job-executor's version, as consumers.h has it; 0: nobody stated it */
    bool known;        /* false: the tree has no pipelines, or nobody looked */
    struct map index;  /* only while it is made: a finished one may be moved */
};

/* Judges the tree's pipelines as pipelines_check does and keeps what they say. whole: in every context, as the findings
 * of a check need; else in those that files tell apart. Freed with rollout_free. */
void rollout_check(struct rollout *o, const struct fs *fs, const struct pipeline_paths *paths, bool whole,
                   const struct rule_settings *settings, struct findings *out, struct pipeline_counts *counts);

/* An empty one; and one more context or fact of it, for whoever reads what was saved. Texts are copied; the fact's place
 * is its giver's to fill where it is a new one. What is returned moves with the next. */
void rollout_init(struct rollout *o);
struct rollout_context *rollout_add_context(struct rollout *o, const struct rollout_context *c);
struct rollout_fact *rollout_add(struct rollout *o, const struct rollout_fact *f, uint32_t context, bool *fresh);

/* Whether every topology was read, and where no layer is missing every pipeline that one lists. */
bool rollout_is_whole(const struct rollout *o);

/* An id, or a service, without what all of a cloud share: "Region/vault/keys" of "Microsoft.Azure.ARO.HCP.Region/vault/keys". */
struct str rollout_short(struct str id);

void rollout_free(struct rollout *o);

#endif

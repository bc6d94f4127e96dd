/* What the parts of the pipelines' comparison share. */
#ifndef DELTA_PIPELINES_PARTS_H
#define DELTA_PIPELINES_PARTS_H

#include "delta/pipelines.h"
#include "pipeline/words.h"

#include <string.h>

/* Facts of both sides that are about one thing: one subject and what. */
struct compared_key {
    enum rollout_kind kind;
    struct str subject, what; /* as AFTER calls them */
    const struct rollout_fact **facts[2];
    size_t counts[2], caps[2];
};

/* The comparison while it is made. A set of contexts is words bits, one a context of d. */
struct comparing {
    struct pipelines_delta *d;
    const struct rollout *sides[2];
    struct arena *a; /* dies with the comparison */
    size_t words;
    uint32_t *index[2]; /* context of a side -> of d */
    uint64_t *common;   /* contexts that both have */
    uint64_t *valued;   /* of those, where both configurations resolve */
    struct map unread;  /* file -> contexts where a side could not read it */
    struct map renamed; /* id of a group or step in BEFORE -> what AFTER calls it, as struct str */
    struct map keys;    /* kind, subject and what -> struct compared_key */
    struct map steps;   /* id of a step, group or service -> uint64_t *[2], where it is */
};

#define SET_HAS(set, i) ((set)[(i) / 64] >> ((i) % 64) & 1)
#define SET_ADD(set, i) ((set)[(i) / 64] |= UINT64_C(1) << ((i) % 64))

/* Of SERVICE/GROUP/STEP: STEP, and what stands before it. */
static inline struct str id_name(struct str id)
{
    size_t slash = str_rfind_char(id, '/');

    return str_from(id, slash == SIZE_MAX ? 0 : slash + 1);
}

static inline struct str id_parent(struct str id)
{
    size_t slash = str_rfind_char(id, '/');

    return str_slice(id, 0, slash == SIZE_MAX ? 0 : slash);
}

/* What follows from another change is not told beside it; and the most dangerous first. In pipelines_told.c. */
void pipelines_drop_followers(struct pipelines_delta *d);
void pipelines_sort(struct pipelines_delta *d);

/* What AFTER calls what BEFORE calls id. */
struct str compared_name(const struct comparing *k, struct str id);
/* Finds groups and steps that only changed their name; before anything else. In pipelines_renamed.c. */
void pipelines_find_renamed(struct comparing *k);

/* A new change in one more context: of one kind, subject and texts there is one. */
struct pipeline_change *pipelines_change(struct comparing *k, struct map *made, const struct pipeline_change *c,
                                         uint32_t context);

/* The orders that are lost, and edges that are new. In pipelines_edges.c. */
void pipelines_compare_edges(struct comparing *k, struct map *made);
/* How far the changes reach. In pipelines_reach.c. */
void pipelines_find_reach(struct pipelines_delta *d);

/* Where AFTER has a step; no file where it is not there. */
struct place pipelines_step_place(struct comparing *k, struct str step);

/* The contexts of facts of a side, in k->a. */
uint64_t *pipelines_where(const struct comparing *k, const struct compared_key *key, int side);

#endif

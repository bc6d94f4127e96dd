/* delivered: what rules about config-updater share: its keys, and the job files of the tree with what copies them. */
#ifndef RULES_PROW_DELIVERY_DELIVERED_H
#define RULES_PROW_DELIVERY_DELIVERED_H

#include "prow/plugins/delivery.h"
#include "rule/rule.h"

struct delivered {
    const struct prow_tree *tree;
    struct delivery delivery;
    struct str jobs; /* the folder of job files with a slash; empty where there is none */
};

/* False where there is nothing to judge: config-updater is on nowhere, has no maps, or the tree is not the whole repository
 * whose root paths are meant from. */
bool delivered_read(struct delivered *d, const struct prow_tree *t);

/* Walks the job files that Prow would read: zero *i before the first call, false after the last. path is clean. */
struct delivered_walk {
    size_t walk, file;
    struct str path;
};
bool delivered_next(const struct delivered *d, struct delivered_walk *w);

/* "ConfigMap job-config", or "ConfigMaps a and others" for partitions; in the tree's scratch memory. */
struct str delivered_map(const struct delivered *d, const struct delivery_key *k);

#endif

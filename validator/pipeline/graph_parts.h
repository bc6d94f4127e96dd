/* What the files of the graph share. */
#ifndef PIPELINE_GRAPH_PARTS_H
#define PIPELINE_GRAPH_PARTS_H

#include "pipeline/graph.h"

/* resourceGroupMetaEqual: lists of clouds, environments and regions are sets. */
bool graph_groups_equal(const struct group *a, const struct group *b);
/* What cmp.Diff prints of two groups, - for the new one, + for the one recorded before. */
struct str graph_groups_diff(const struct group *fresh, const struct group *old, bool stamped, struct arena *a);

/* Fills g->dot. False where a service group is too short to be shown. */
bool graph_dot(struct graph *g, const struct service *const *roots, size_t root_count,
               const struct graph_pipeline *pipelines, size_t pipeline_count, struct arena *a, struct graph_fault *f);

#endif

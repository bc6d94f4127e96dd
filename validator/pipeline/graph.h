/* graph: the steps of one pipeline, or of all below entrypoints, and which waits for which (ARO-Tools
 * pipelines/graph). */
#ifndef PIPELINE_GRAPH_H
#define PIPELINE_GRAPH_H

#include "pipeline/pipeline.h"
#include "pipeline/topology.h"

/* A pipeline of a service for one stamp; stamp is empty for what is not expanded. */
struct graph_pipeline {
    struct str stamp;
    const struct service *service;
    const struct pipeline *pipeline;
};

struct graph_node {
    struct str stamp, service, group, step;
    const struct step *what;
    const struct pipeline *pipeline;
    uint32_t *children, *parents;
    size_t child_count, child_cap, parent_count, parent_cap;
};

struct graph_fault {
    struct str words; /* upstream's; empty where nothing is wrong */
    /* Where the author has to look: a node of a pipeline's document; NULL: nowhere in particular. */
    const struct pipeline *pipeline, *also_pipeline;
    const struct node *at, *also;
};

struct graph {
    struct graph_node *nodes;
    size_t count, cap;
    size_t validation_count;
    struct words dot; /* the edges as lines of DOT, sorted */
};

/* All of pipelines count, one for each service and stamp; what the graph is of: the services given as roots, with
 * everything below them where deep, and external dependencies followed. Everything lives in a. False: *f says why. */
bool graph_build(struct graph *g, const struct service *const *roots, size_t root_count, bool deep,
                 const struct graph_pipeline *pipelines, size_t pipeline_count, uint64_t pin, struct arena *a,
                 struct graph_fault *f);

#endif

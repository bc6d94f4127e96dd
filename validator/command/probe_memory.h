/* probe_memory: what the questions of one run of probe have in common: trees (probe_tree.h). */
#ifndef COMMAND_PROBE_MEMORY_H
#define COMMAND_PROBE_MEMORY_H

struct probe_tree;

enum { PROBE_TREES = 2 };

/* A zeroed one is empty. */
struct probe_memory {
    struct probe_tree *trees[PROBE_TREES];
};

void probe_memory_free(struct probe_memory *m);

#endif

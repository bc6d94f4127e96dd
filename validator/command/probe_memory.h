/* probe_memory: what the questions of one run of probe have in common: trees (probe_loaded.h). */
#ifndef COMMAND_PROBE_MEMORY_H
#define COMMAND_PROBE_MEMORY_H

struct probe_loaded;

/* Whoever asks one thing of several versions, or compares, goes back and forth between a few trees. */
enum { PROBE_TREES = 6 };

/* A zeroed one is empty. */
struct probe_memory {
    struct probe_loaded *trees[PROBE_TREES]; /* the last used first */
};

void probe_memory_free(struct probe_memory *m);

#endif

/* generate: job trees of any size from invented jobs, in the shape of real ones. */
#ifndef TESTS_BENCH_GENERATE_H
#define TESTS_BENCH_GENERATE_H

#include <stdbool.h>
#include <stddef.h>

/* Writes a Prow tree below the folder: config/prow/config.yaml, config/prow/plugins.yaml and config/jobs, whose files
 * hold about bytes bytes in all. The same size gives the same tree. False, with a complaint, when it can't. */
bool generate_tree(const char *folder, size_t bytes);

#endif

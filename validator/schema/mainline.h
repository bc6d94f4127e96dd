/* mainline: the commits of Prow's main line that changed Prow, oldest first; made from
 * schemas/prow/mainline.csv. A position is an index into it. They are of kubernetes/test-infra up to the
 * move, of kubernetes-sigs/prow after. */
#ifndef SCHEMA_MAINLINE_H
#define SCHEMA_MAINLINE_H

#include <stdint.h>

struct mainline_commit {
    uint64_t commit; /* its first 12 hexadecimal digits */
    uint32_t time;   /* seconds since 1970, UTC; never less than the one before */
    uint32_t pull;   /* pull request, 0 for none */
};

extern const struct mainline_commit mainline[];
extern const uint32_t mainline_count;
/* Position of the first commit in kubernetes-sigs/prow, 2024-04-09. */
extern const uint32_t mainline_moved;
/* The positions in the order of their commits. */
extern const uint16_t mainline_by_commit[];

#endif

/* judge: what judges a change is taken from before it: rule settings, limits, guards that may be skipped. What the change
 * loosens of them is told. */
#ifndef COMMAND_JUDGE_H
#define COMMAND_JUDGE_H

#include "command/sides.h"
#include "gate/comparison.h"

/* What AFTER's project file loosens of BEFORE's, where BEFORE has one; in the arena. */
void judge_compare(struct comparison *c, struct arena *a, const struct opened_side *before,
                   const struct opened_side *after, const struct window *w);

#endif

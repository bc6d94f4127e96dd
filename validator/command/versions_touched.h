/* versions_touched: which lines of a tree's pipelines a change of ARO-Tools' schema is about. */
#ifndef COMMAND_VERSIONS_TOUCHED_H
#define COMMAND_VERSIONS_TOUCHED_H

#include "pipeline/history.h"
#include "pipeline/rollout/rollout.h"

/* Calls visit for the place of each step or resource group of the tree that has what the row speaks of, or, of something
 * that is required, lacks it; each place once, in the order of the rollout. Rows about definitions touch nothing that can
 * be told. */
void versions_touched(const struct rollout *r, const struct history_row *row, struct arena *a,
                      void (*visit)(void *context, struct place at), void *context);

#endif

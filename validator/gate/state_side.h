/* state_side: one side of a comparison as a packed record, for saved states and snapshots. */
#ifndef GATE_STATE_SIDE_H
#define GATE_STATE_SIDE_H

#include "base/pack.h"
#include "delta/side.h"

/* Writes the side, or fills it; what it holds then lives in p->arena, and delta_side_index is still to be called. */
void state_pack_side(struct pack *p, struct delta_side *s);

#endif

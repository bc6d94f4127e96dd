/* state_side: one side of a comparison as a packed record, for saved states and snapshots. */
#ifndef GATE_STATE_SIDE_H
#define GATE_STATE_SIDE_H

#include "base/pack.h"
#include "delta/side.h"

/* Writes the side, or fills it as a state of this form has it; what it holds then lives in p->arena, and delta_side_index is
 * still to be called. */
void state_pack_side(struct pack *p, struct delta_side *s, uint64_t form);

/* Parts of it. */
void state_pack_merging(struct pack *p, struct delta_merging *m);
void state_pack_place(struct pack *p, struct place *at);

#endif

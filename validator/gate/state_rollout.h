/* state_rollout: what a saved state keeps of deployment pipelines, from form 3 on. */
#ifndef GATE_STATE_ROLLOUT_H
#define GATE_STATE_ROLLOUT_H

#include "base/pack.h"
#include "pipeline/rollout/rollout.h"

/* The one description of it, for writing and for reading; what is read lives in the pack's arena. */
void state_pack_rollout(struct pack *p, struct rollout *r);

#endif

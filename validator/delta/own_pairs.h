/* own_pairs: a team's own rules about pairs: what a job was and what it is, for every job that a change touches. */
#ifndef DELTA_OWN_PAIRS_H
#define DELTA_OWN_PAIRS_H

#include "delta/delta.h"
#include "prow/own/own.h"

/* Asks every rule that is on about every pair; findings go to out. */
void own_pairs_run(const struct own_rules *own, const struct rule_settings *s, const struct delta *d,
                   struct findings *out);

#endif

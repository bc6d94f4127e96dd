/* metrics: a decision of the gate as numbers, for alerts: is the configuration acted on, since when not, and why. The
 * same text goes to the file of the textfile collector and to /metrics. Every name is stable for ever. */
#ifndef GATE_METRICS_H
#define GATE_METRICS_H

#include "base/buf.h"
#include "gate/decision.h"

/* Repos with a sample of their own in prowgate_contexts_retired; the others, those with the fewest, are summed up. */
enum { METRICS_MOST_REPOS = 100 };

/* What a machine should do now: prowgate_verdict, a state set, and prowgate_actuation_allowed, 1 only for a pass. Apart
 * from the rest, because a server may know that a decision is not that of the present. */
void metrics_verdict(struct buf *out, enum verdict verdict);

/* Everything else about a decision: what was loaded, guards, findings by rule, contexts, the last known good, times.
 * d is NULL for a run that did not come to a decision; time is then that of the run, else d->time counts. */
void metrics_decision(struct buf *out, const struct gate_decision *d, const char *version, int64_t time,
                      uint64_t elapsed_ms);

/* Whether AFTER was loaded as the deployed Prow would load it, and is no fraction of a tree: what liveness asks. False
 * when a part could not be read, changed meanwhile, differs from its seal, shrank like a half-synced tree, or holds
 * what Prow refuses. What was left out with --skip-guard seal or tree-size does not count. */
bool gate_loaded(const struct gate_decision *d);

#endif

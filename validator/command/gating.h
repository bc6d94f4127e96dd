/* gating: one evaluation of the gate (gate/evaluation.h) as the flags ask for it. */
#ifndef COMMAND_GATING_H
#define COMMAND_GATING_H

#include "command/gate_confirm.h"
#include "command/judged.h"
#include "command/sides.h"

#include "delta/ack.h"
#include "delta/open_prs.h"
#include "gate/evaluation.h"

/* Everything one evaluation holds; zeroed before gating_run, freed with gating_free. It points into itself. */
struct gating {
    const struct args *args;
    struct arena *arena;
    bool refused; /* the run was not allowed as asked for: nothing was decided, and nothing is recorded */
    struct gate_options options;
    struct confirm_options confirm;
    struct evaluation evaluation;
    struct opened_side before, after;
    struct judged judged; /* AFTER */
    struct linked linked;
    struct rollout rollout;      /* of its pipelines, until the side has it */
    struct rule_settings narrow; /* of the comparison */
    struct open_prs open_prs;
    struct acks acks;    /* what somebody said is meant */
    struct findings all; /* for the report: of AFTER and of the comparison */
};

/* Evaluates, decides, and, on a pass that is no dry run, prepares what will be the last known good. */
void gating_run(struct gating *g, const struct args *args, struct arena *arena);
/* After the decision was told, unless it was withdrawn: saves and records it. False where that failed: then it is
 * undecided, and has to be told anew. */
bool gating_end(struct gating *g);
/* The report of the decision, but for the time. */
struct report gating_report(const struct gating *g);
void gating_free(struct gating *g);

/* Why a side could not be loaded, when the reason was printed already. */
#define GATING_TOLD "the reason stands on standard error"

#endif

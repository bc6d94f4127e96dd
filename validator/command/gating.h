/* gating: one evaluation of the gate, from the flags to a decision that is recorded. */
#ifndef COMMAND_GATING_H
#define COMMAND_GATING_H

#include "command/judged.h"

#include "delta/ack.h"
#include "delta/delta.h"
#include "gate/seal_compare.h"
#include "gate/state_dir.h"

/* Everything one evaluation holds; zeroed before gating_run, freed with gating_free. It points into itself. */
struct gating {
    const struct args *args;
    struct arena *arena;
    struct gate_decision decision;
    bool refused; /* the run was not allowed as asked for: nothing was decided, and nothing is recorded */

    struct state_dir dir;
    bool dir_open;
    struct state state; /* the last known good, or the snapshot that --before names */
    bool state_loaded;
    bool state_kept; /* it is the one in dir */

    struct source trees[2]; /* before and after */
    struct project projects[2];
    bool opened[2];
    struct fs_ledger ledgers[2]; /* what was read of each */
    bool ledger_open[2];
    struct judged after;
    bool judged; /* AFTER's versions and rules are known */
    size_t own_versions; /* so many of its deployed components are of AFTER itself, the others of BEFORE */
    struct rule_settings narrow; /* what is asked of BEFORE */
    struct prow_tree before_tree;
    bool before_loaded;
    struct findings before_findings;
    struct delta_side sides[2];
    struct delta delta;
    struct acks acks; /* what somebody said is meant */
    bool compared;
    struct findings delta_findings;

    struct seal manifest;
    struct buf manifest_bytes;
    struct seal now; /* the files of AFTER as they were read */
    bool now_known;
    struct findings all; /* for the report: of AFTER and of the comparison */
};

enum { GATING_BEFORE, GATING_AFTER };

/* Evaluates, decides, and, on a pass that is no dry run, saves; the decision is recorded in the audit log. The verdict
 * is undecided where saving or recording failed. */
void gating_run(struct gating *g, const struct args *args, struct arena *arena);
/* The report of the decision, but for the time. */
struct report gating_report(const struct gating *g);
void gating_free(struct gating *g);

/* Why a side could not be loaded, when the reason was printed already. */
#define GATING_TOLD "the reason stands on standard error"

/* The parts of gating_run. Each leaves what it found in the decision. */
void gating_open_state(struct gating *g);   /* gating_state.c */
void gating_save(struct gating *g);
void gating_record(struct gating *g);
void gating_load_sides(struct gating *g);   /* gating_sides.c */
void gating_check_seal(struct gating *g);   /* gating_seal.c */
void gating_look_for_half(struct gating *g); /* gating_whole.c */

#endif

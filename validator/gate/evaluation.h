/* evaluation: one run of the gate, from two sides to a decision that is saved and recorded. Whoever runs it opened the
 * sides and judged AFTER; here both are compared and doubted, the manifest is looked at, every guard evaluated, and, on
 * a pass, the last known good replaced. */
#ifndef GATE_EVALUATION_H
#define GATE_EVALUATION_H

#include "gate/comparison.h"
#include "gate/decision.h"
#include "gate/seal_compare.h"
#include "gate/state_dir.h"

struct gate_options {
    struct str state;         /* folder with the last known good; empty for none */
    unsigned lock_wait, keep; /* milliseconds to wait for another gate; generations that stay */
    bool bootstrap;           /* the first run: AFTER may be compared with nothing */
    bool confirm;             /* a pass has to prove itself before it is good */
    bool before_given;        /* BEFORE is not the last known good */
    struct str manifest;      /* of AFTER; empty: the one beside it */
    struct str verify_command;
    unsigned verify_timeout; /* milliseconds */
    unsigned threads;
    const char *tool; /* "prowgate 0.1.0" */
};

/* What one run holds; zeroed before evaluation_begin, freed with evaluation_free. It points into itself. */
struct evaluation {
    const struct gate_options *options;
    struct arena *arena;
    /* decision.strict, .dry_run, .skips and .time are set by whoever runs it; the sides' names and errors, and what is
     * known of versions, too. */
    struct gate_decision decision;

    struct state_dir dir;
    bool dir_open;
    struct state kept; /* the last known good, with kept_loaded */
    bool kept_loaded;
    struct state pending; /* the candidate that has not proven itself yet, with pending_loaded */
    bool pending_loaded;

    /* Set between begin and decide. */
    struct side *before, *after;          /* loaded, or NULL */
    struct prow_paths paths;              /* of AFTER */
    const struct fs *fs;                  /* of AFTER; NULL where it could not be opened */
    const struct rule_settings *settings; /* of the comparison */
    const struct findings *found;         /* about AFTER alone */
    struct acks *acks;                    /* or NULL */
    struct str project;                   /* the text of AFTER's project file */
    struct deployed_component *deployed;
    size_t deployed_count, own_versions; /* those of AFTER itself come first */

    struct comparison comparison; /* its findings may begin with what was found before: about acknowledgements */
    struct seal_found manifest;
    struct seal now; /* the files of AFTER as they were read, with now_known */
    bool now_known;
    bool staged;       /* what passes waits to be saved */
    bool log_repaired; /* the last line of the audit log had been cut off, and was ended */
};

/* Opens the folder with the last known good, first of all and locked until the end, so that no two gates decide at
 * once; what it holds is in kept. */
void evaluation_begin(struct evaluation *e, const struct gate_options *options, struct arena *arena);
/* Compares, and evaluates every guard. */
void evaluation_decide(struct evaluation *e);
/* On a pass that is no dry run: writes what would be the last known good beside it, and decision says what it will
 * be. The verdict is undecided where that failed. Then whoever runs it tells the verdict, and only then it counts. */
void evaluation_prepare(struct evaluation *e);
/* Undecided after all, because of why, which may not be told: the last known good stays. */
void evaluation_withdraw(struct evaluation *e, struct str why);
/* Makes what was prepared the last known good, and records the decision in the audit log. False where either failed: then
 * both are as they were, the verdict is undecided, and what was told of it is no longer true. */
bool evaluation_end(struct evaluation *e);
/* Before the sides are freed. */
void evaluation_free(struct evaluation *e);

/* Parts of it. What proves that AFTER is one tree and the right one (proof.c). */
void evaluation_prove(struct evaluation *e);
/* The files of what AFTER is compared with, where it was saved; else of the last known good; NULL without one. */
const struct state *evaluation_state(const struct evaluation *e);

#endif

/* decision: one run of the gate: both sides as they were loaded, every guard, one verdict, and what it means for the
 * last known good. The command makes it; reports, metrics and the server read it. */
#ifndef GATE_DECISION_H
#define GATE_DECISION_H

#include "delta/side.h"
#include "gate/guard.h"
#include "prow/versions/deployed.h"
#include "rule/finding.h"

struct delta;

/* One of the two configurations, as the guards see it. Everything is borrowed. */
struct gate_side {
    struct str name;                 /* as the user gave it, or "generation 3 of DIR" */
    const struct delta_side *side;   /* NULL when it could not be loaded */
    const struct findings *findings; /* about this side alone; NULL where it was checked when it was saved */
    size_t broken;                   /* files that could not be read whole: no YAML, wrong types */
    struct str error;                /* why it could not be loaded, in full; empty when it could */
};

/* What the manifest said about AFTER. */
enum gate_seal {
    GATE_SEAL_NONE, /* no manifest was given or found, and none was expected */
    GATE_SEAL_MATCHES,
    GATE_SEAL_DIFFERS,   /* AFTER is not the sealed tree */
    GATE_SEAL_UNDECIDED, /* the manifest could not be read or trusted, or one was expected and is not there */
};

/* What the folder with the saved state said. */
enum gate_state {
    GATE_STATE_NONE,    /* no folder was given: nothing is kept */
    GATE_STATE_EMPTY,   /* readable, and nothing was ever kept there */
    GATE_STATE_INTACT,  /* the newest generation was read whole */
    GATE_STATE_DAMAGED, /* damaged, truncated, foreign, newer, missing though recorded, locked: undecided */
};

/* Why a guard is left out. */
struct gate_skip {
    enum guard_id guard;
    struct str reason;
};

struct gate_decision {
    struct arena arena; /* texts of the guards */
    /* What went in: filled by the command before gate_decide. */
    struct gate_side before, after;
    const struct delta *delta;             /* NULL when the sides could not be compared */
    const struct findings *delta_findings; /* of rules about the comparison; NULL likewise */
    bool doubtful;                         /* AFTER may be half of what BEFORE was */
    bool strict;                           /* warnings reject too */
    bool linked;                           /* the tree on the other side of the link to Prow is given */
    const struct deployed_component *deployed;
    size_t deployed_count;
    struct str deployed_error; /* why the deployed versions are not known; empty when they are */
    struct str changing;       /* a file of AFTER that changed while it was read; empty when none did */
    enum gate_seal seal;
    struct str seal_detail;
    enum gate_state state;
    struct str state_detail;
    const struct gate_skip *skips;
    size_t skip_count;
    bool bootstrap; /* first run: AFTER is compared with nothing */
    bool dry_run;
    int64_t time; /* of this run, seconds since 1970 */

    /* What comes out of gate_decide. */
    struct guard guards[GUARD_COUNT];
    enum verdict verdict; /* only a pass may be acted on */

    /* What the command did after it. */
    uint64_t generation; /* of the last known good as it is now; 0 when there is none */
    int64_t last_good;   /* when it passed last, as far as known, now or when it was saved; seconds since 1970 */
    uint64_t candidate;  /* this run saved it as a candidate, or found that it is one already; 0 else */
    bool saved;          /* this run saved it; one that passes unchanged is not saved again */
};

/* Evaluates every guard, also after one that does not hold, and the verdict. Where AFTER looks like a tree that was
 * synced by half, the comparison is dropped (delta becomes NULL): what seems to be retired is most likely what did not
 * arrive. */
void gate_decide(struct gate_decision *d);
/* Frees the texts of the guards; what was borrowed stays. */
void gate_decision_free(struct gate_decision *d);

#endif

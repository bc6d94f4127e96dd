/* confirm: how a candidate becomes the last known good. A pass says that a configuration looks right; that it is right
 * shows only when its consumer has acted on it and lived. Until then it is a candidate, and nothing is compared with it. */
#ifndef GATE_CONFIRM_H
#define GATE_CONFIRM_H

#include "gate/state_dir.h"

/* What the consumer was seen to run. */
enum confirm_seen {
    SEEN_NOTHING,   /* it could not be asked, or its answer does not tell */
    SEEN_OLD,       /* what was good before */
    SEEN_CANDIDATE, /* the candidate */
    SEEN_OTHER,     /* neither of them, or it says itself that it failed */
};

enum confirm_health { HEALTH_UNKNOWN, HEALTH_GOOD, HEALTH_BAD };

struct confirm_evidence {
    enum confirm_seen seen;
    enum confirm_health health; /* whether it lives; unknown counts as not decided once it acted */
    struct str words;           /* what was asked and what it said */
};

enum confirm_result { CONFIRM_YES, CONFIRM_NO, CONFIRM_NOT_YET };

struct confirm_wish {
    uint64_t generation; /* of the candidate */
    int64_t now, soak;   /* seconds */
    unsigned keep;
    const char *tool;
    /* Tells what is about to be done, before it is done; where it returns false nothing is. NULL: nobody is told. */
    bool (*tell)(void *context, enum confirm_result r, struct str detail);
    void *context;
};

/* Weighs the evidence, and acts on it: the candidate becomes good, or never will, or nothing changes but that it is noted
 * when the consumer was first seen to act on it. What it is to become is told first. The folder is open and locked. detail lives in d's arena. What could not be
 * written leaves it undecided. */
enum confirm_result confirm_step(struct state_dir *d, const struct confirm_wish *w, const struct confirm_evidence *e,
                                 struct str *detail);

/* "confirmed", "contradicted", "not decided". */
const char *confirm_result_name(enum confirm_result r);

/* What a file of the consumer's says: the candidate's manifest, or one of the candidate's files that good, which may be NULL,
 * does not have; nothing where both have it. */
enum confirm_seen confirm_file(struct str bytes, const struct state *candidate, const struct state *good);

#endif

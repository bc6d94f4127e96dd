/* guard: what must hold before a configuration is acted on (DESIGN.md, "The gate fails closed"). Each guard says what
 * it saw, whether it holds or not; one that could not look does not hold. */
#ifndef GATE_GUARD_H
#define GATE_GUARD_H

#include "base/arena.h"
#include "rule/verdict.h"
#include "syntax/json/value.h"

/* In the order in which they are evaluated and printed. */
enum guard_id {
    GUARD_BEFORE_LOADED,      /* what is compared with was read whole, and deployed Prow accepts it */
    GUARD_AFTER_LOADED,       /* the new configuration was read whole, and did not change meanwhile */
    GUARD_READ_TWICE,         /* two readers see the same in every file of it */
    GUARD_AFTER_ACCEPTED,     /* every deployed version accepts it, and no rule rejects it */
    GUARD_SEAL,               /* it is the tree that was sealed, byte for byte, where there is a manifest */
    GUARD_TREE_SIZE,          /* it is not a fraction of what was there: the sign of a half-synced tree */
    GUARD_RETIREMENTS,        /* what it retires is within limits, or acknowledged */
    GUARD_PRESETS_COMPATIBLE, /* jobs that did not change keep what presets gave them */
    GUARD_MERGING,            /* what guards merging stays, and merging goes on, or it is acknowledged */
    GUARD_LOAD,               /* what it starts is within limits, or acknowledged */
    GUARD_PIPELINES_LOADED,   /* deployment pipelines load, in every context, as their consumers load them */
    GUARD_CONTEXTS_COMPLETE,  /* every context that was deployed still is, and is known as well as it was */
    GUARD_LINK_HOLDS,         /* jobs of Prow answer the gates of pipelines, where the other tree is given */
    GUARD_ORDER_CONTRACTS,    /* steps keep their order and their guards, or it is acknowledged */
    GUARD_STAGED_ORDER,       /* a value reaches an environment after those before it, where that is stated */
    GUARD_JUDGE,              /* it does not loosen what judges it */
    GUARD_DEPLOYED_KNOWN,     /* it is known which versions of Prow run */
    GUARD_STATE_INTACT,       /* the last known good is there and whole, or this is the first run and was said to be */
    GUARD_COUNT
};

enum guard_state {
    GUARD_HOLDS,
    GUARD_REJECTS,   /* decided: it does not hold */
    GUARD_UNDECIDED, /* could not look; never taken for holding */
    GUARD_NOT_PROVEN, /* there was nothing to look at: it stops nothing, and says nothing; without a detail it is not told */
};

struct guard {
    const char *name; /* kebab-case, stable for ever */
    enum guard_state state;
    struct str detail; /* what it saw */
    bool skipped;      /* asked for by name: does not count, whatever its state */
    struct str reason; /* why it is skipped; empty where it is not */
};

/* "holds", "fails", "undecided", "not proven". */
const char *guard_state_name(enum guard_state s);
/* Whether it is about something that the tree does not have at all: then nobody is told of it. */
bool guard_is_silent(const struct guard *g);
/* Whether it stops a rollout: it fails or could not look, and is not skipped. */
bool guard_stops(const struct guard *g);
/* "before-loaded" for GUARD_BEFORE_LOADED and so on. */
const char *guard_name(enum guard_id id);
/* The guard of this name; false when there is none. */
bool guard_parse(struct str name, enum guard_id *id);

/* The text of its page. */
struct str guard_page(enum guard_id id);

/* What the guards come to: undecided when one could not look, else reject when one does not hold. Skipped ones do not
 * count. */
enum verdict guards_verdict(const struct guard *guards, size_t count);

/* The member "guards" of an object, as the audit line and the JSON report have it (INTERFACE.md). */
void guards_json(json_t *o, const struct guard *guards, size_t count);

#endif

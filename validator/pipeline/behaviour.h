/* behaviour: what ARO-Tools does since when, beyond its schema: schemas/pipeline/behaviours.tsv, where each is described.
 * Code asks for one by name, never for a date. */
#ifndef PIPELINE_BEHAVIOUR_H
#define PIPELINE_BEHAVIOUR_H

#include "base/str.h"
#include "pipeline_behaviours.h"

struct pipeline_behaviour_info {
    struct str id;
    uint64_t since, until; /* UTC as in pseudo-versions, yyyymmddhhmmss; until 0: it still does */
    struct str commit;     /* empty where only the day is known */
    struct str what;       /* one line for people */
};

/* PIPELINE_BEHAVIOUR_COUNT of them, ordered by since. */
extern const struct pipeline_behaviour_info pipeline_behaviours[];

/* Whether the version of this time behaves so. */
static inline bool pipeline_behaves(enum pipeline_behaviour b, uint64_t pin)
{
    return pin >= pipeline_behaviours[b].since && (!pipeline_behaviours[b].until || pin < pipeline_behaviours[b].until);
}

#endif

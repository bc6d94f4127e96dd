/* history: which action, field and type ARO-Tools' schema of pipelines has since when: schemas/pipeline/history.tsv. */
#ifndef PIPELINE_HISTORY_H
#define PIPELINE_HISTORY_H

#include "base/map.h"

/* One form of one thing. Times are UTC as in pseudo-versions, yyyymmddhhmmss; until 0: it is still there. */
struct history_row {
    struct str kind, name, field, type;
    uint64_t since, until;
    struct str since_commit, until_commit;
};

struct history {
    struct history_row *rows; /* in the order of the file */
    size_t count;
    struct map first; /* kind, name and field -> the first form */
};

/* The rows live in a, their texts in the program. */
void history_read(struct history *h, struct arena *a);

/* The first form of a field that an action's steps have ("" for the action itself), or NULL. */
const struct history_row *history_of_step(const struct history *h, struct str action, struct str field);
/* The first form of a key that every step, resource group or pipeline has ("step.common", "rg", "top"), or NULL. */
const struct history_row *history_of_key(const struct history *h, const char *kind, struct str key);

/* "2026-07-15 (ab28b8d)". */
struct str history_when(const struct history_row *row, struct arena *a);
/* "2026-07-15" of 20260715103946. */
struct str history_day(uint64_t time, struct arena *a);

#endif

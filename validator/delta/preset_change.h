/* preset_change: what a change does to presets, and to the jobs that count on them without being touched themselves. */
#ifndef DELTA_PRESET_CHANGE_H
#define DELTA_PRESET_CHANGE_H

#include "delta/delta.h"

/* Fills d->presets; the changes of jobs are known. Presets are the same when their labels are. */
void preset_changes_find(struct delta *d);

/* For rules: the next change of this kind from place *i on that no acknowledgement of the rule covers, and moves *i
 * behind it; NULL after the last. For the kinds that have a preset on the side before. */
const struct delta_preset_change *preset_change_next(const struct delta *d, enum delta_preset_kind kind,
                                                     const char *rule, size_t *i);
/* For rules: "3 jobs that were not touched lose", "1 job that asks for it loses" for the verb "lose": how many get something
 * else. In the arena of the check. */
struct str preset_change_jobs(struct check *c, const struct delta_preset_change *p, const char *verb);
/* For rules: adds to the finding about p who gets something else, where the thing was, and which jobs can't be seen. */
void preset_change_detail(struct check *c, const struct delta *d, const struct delta_preset_change *p);

#endif

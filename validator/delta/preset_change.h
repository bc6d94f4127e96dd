/* preset_change: what a change does to presets, and to the jobs that count on them without being touched themselves. */
#ifndef DELTA_PRESET_CHANGE_H
#define DELTA_PRESET_CHANGE_H

#include "delta/delta.h"

/* Fills d->presets; the changes of jobs are known. Presets are the same when their labels are. */
void preset_changes_find(struct delta *d);

#endif

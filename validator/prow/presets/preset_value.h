/* preset_value: what one version of Prow makes of a preset, and how it merges it into a pod spec (mergePreset, fact
 * sheet 3.2). */
#ifndef PROW_PRESETS_PRESET_VALUE_H
#define PROW_PRESETS_PRESET_VALUE_H

#include "prow/presets/preset.h"
#include "schema/govalue.h"

struct effective;

struct preset_value {
    const struct preset *preset;
    struct govalue *value; /* NULL while nobody asked, and where it is refused */
    bool asked;
};

/* Merges the preset into the spec of a job with these labels (a map, or NULL), if it has them all. What is added is
 * shared with the preset; lists of the spec grow in a. False, with the end of Prow's words and the place of what stands
 * twice, when something does. */
bool preset_value_merge(struct effective *e, struct arena *a, struct preset_value *p, const struct govalue *labels,
                        struct govalue *spec, struct str *error, const struct node **at);

#endif

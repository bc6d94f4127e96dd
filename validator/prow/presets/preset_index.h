/* preset_index: which presets may match a job, without asking each: there may be thousands of both. */
#ifndef PROW_PRESETS_PRESET_INDEX_H
#define PROW_PRESETS_PRESET_INDEX_H

#include "prow/presets/preset.h"

/* Zeroed, it knows no presets. Lives in the arena that it was made with. */
struct preset_index {
    const struct preset *presets; /* of the tree, not copied; in Prow's order */
    size_t count;
    struct map by_label; /* first label to the last preset with it, counted from 1; empty for few presets */
    size_t *before;      /* of each preset the one before it with the same first label, counted from 1; 0 for none */
};

/* Of presets that live as long as the index; in the arena. */
struct preset_index preset_index_of(struct arena *a, const struct preset *presets, size_t count);

/* The presets that match a job with these labels, in Prow's order; in the arena. Sets *count; one for which most leaves
 * no room is not among them, and *count is most + 1. */
const struct preset **preset_index_match(const struct preset_index *x, struct arena *a, const struct node *labels,
                                         size_t most, size_t *count);

#endif

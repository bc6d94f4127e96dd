/* layers: mappings laid over each other as ARO-Tools merges configuration (types.MergeConfiguration): mappings key by
 * key, everything else replaced whole, null too. The result is a tape of its own with keys in bytewise order, no
 * aliases and no dead pairs; its nodes keep line, start and end of where the value was written. */
#ifndef PIPELINE_LAYERS_H
#define PIPELINE_LAYERS_H

#include "syntax/tape.h"

/* layers[0] is the base; NULL and null count as empty. Texts stay where they are; nodes are in a. NULL when it nests
 * deeper than 1000. */
const struct node *layers_merge(struct arena *a, const struct node *const *layers, size_t n);

/* The value at a path of keys separated by dots, as Configuration.GetByPath finds it; NULL with the words in *error. */
const struct node *config_get(const struct node *config, struct str path, struct arena *a, struct str *error);

/* Every value that is no mapping becomes the string __a.b.c__ of its path: EV2's placeholders (ARO-Tools
 * pipelines/types/dunder.go). NULL when it nests too deeply. */
const struct node *config_placeholders(struct arena *a, const struct node *config);

#endif

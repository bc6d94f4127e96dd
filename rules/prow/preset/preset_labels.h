/* preset_labels: labels that more than one preset uses (fact sheet 3.3, and 3.4 for the outage of 2019). */
#ifndef RULES_PROW_PRESET_PRESET_LABELS_H
#define RULES_PROW_PRESET_PRESET_LABELS_H

#include "prow/files/tree.h"

struct preset_label {
    const struct preset *preset;
    const struct node *key;
    struct str value; /* as Go has it after decoding */
};

/* Calls tell for each label of a preset that an earlier preset has already; first is the first that had it. With
 * by_pair, key and value have to be equal, else the key alone. */
void preset_labels_repeated(struct check *c, const struct prow_tree *t, bool by_pair,
                            void (*tell)(struct check *c, const struct preset_label *later,
                                         const struct preset_label *first));

/* Where the label stands, and its path presets[1].labels.preset-x in the arena. */
struct place preset_label_place(const struct preset_label *l);
struct str preset_label_path(struct arena *a, const struct preset_label *l);

#endif

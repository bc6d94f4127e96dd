/* steps: the steps of a pipeline file by their names, and who waits for them or reads what they give. */
#ifndef LSP_STEPS_H
#define LSP_STEPS_H

#include "lsp/named.h"

/* A step as its group and itself are called. */
struct step_name {
    struct str group, step;
};

/* The step that the place names: where it is written, or where it is waited for. False where it is neither. */
bool step_at(const struct spot *at, struct step_name *out);
/* Calls visit for each place of the file that names this step; definition: where it is written. */
void steps_named(const struct spot *at, const struct step_name *name,
                 void (*visit)(void *context, const struct node *where, bool definition), void *context);

#endif

/* merging: what rules about merging share: each tells of some kinds of changes that validator/delta/merging_change.h finds. */
#ifndef RULES_DELTA_MERGING_H
#define RULES_DELTA_MERGING_H

#include "delta/delta.h"

struct merging_rule {
    const char *id;
    unsigned kinds; /* bits, 1 << enum merging_kind */
};

/* Reports every change of the rule's kinds (.with) that is not acknowledged, as gravely as it weighs. */
void merging_report(struct check *c, const struct delta *d);

#endif

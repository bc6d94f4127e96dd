/* deployment: what rules about changes of deployment pipelines share. */
#ifndef RULES_DELTA_DEPLOYMENT_H
#define RULES_DELTA_DEPLOYMENT_H

#include "delta/delta.h"
#include "rule/rule.h"

struct deployment_rule {
    const char *id;
    unsigned long kinds; /* bits 1 << enum pipeline_change_kind */
    bool remembered;     /* what EV2 remembers: where it deploys none of the contexts it is only told */
    /* What is wrong, without the contexts; in a. */
    struct str (*words)(const struct pipeline_change *c, struct arena *a);
};

/* .delta of such a rule, which has one as .with: reports each change of its kinds that nobody acknowledged. */
void deployment_report(struct check *c, const struct delta *d);

#endif

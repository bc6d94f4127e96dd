/* resource_amount: what a container requests and is limited to. */
#ifndef RULES_PROW_JOB_RESOURCE_AMOUNT_H
#define RULES_PROW_JOB_RESOURCE_AMOUNT_H

#include "rules/prow/job/spec_containers.h"
#include "syntax/scalar/quantity.h"

/* One entry of a container's resources. */
struct resource_amount {
    const struct spec_container *of;
    const char *side;       /* "requests" or "limits" */
    const struct node *key; /* the resource's name */
    const struct node *value;
    struct str name;
};

/* The amount, in *q; false where the value is none. */
bool resource_amount_read(const struct resource_amount *x, struct quantity *q);

/* ".resources.limits.cpu", in the arena of the job. */
const char *resource_amount_path(const struct resource_amount *x);

/* What a rule about them has to be told (.with). */
struct resource_rule {
    void (*look)(struct check *c, const struct resource_amount *x);
};
/* Calls the rule's look for every entry of requests, then of limits, of every container of the job. */
void resource_amounts_check(struct check *c, const struct job *j);

#endif

/* collision: what a preset adds stands already in the job's pod spec (mergePreset, fact sheet 3.2). */
#ifndef RULES_PROW_PRESET_COLLISION_H
#define RULES_PROW_PRESET_COLLISION_H

#include "prow/jobs/job.h"
#include "rule/rule.h"

struct collision {
    enum pod_part part;
    const struct pod_item *later; /* what a preset adds */
    const struct pod_item *first; /* the job's own, or what another preset (or the same) added before */
};

typedef void tell_collision(struct check *c, const struct job *j, const struct collision *x);

/* What a rule about them has to be told (.with). */
struct collision_rule {
    enum pod_part part;
    tell_collision *tell;
    const char *noun, *says; /* for collision_tell: our word for the thing, and Prow's */
};

/* Calls the rule's tell for every entry of a matching preset that Prow would refuse to append. Prow stops at a job's
 * first. */
void collisions_find(struct check *c, const struct job *j);

/* Reports a collision of things that have names, in the rule's words. */
tell_collision collision_tell;

/* Reports the collision at the job's own entry, or at the label that brings the later preset in; the other halves
 * follow as related places. fmt names the thing: `env variable "X"`. */
void collision_report(struct check *c, const struct job *j, const struct collision *x, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif

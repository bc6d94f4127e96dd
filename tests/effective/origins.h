/* origins: whether each value of a job in effect stands where its origin says. */
#ifndef TESTS_EFFECTIVE_ORIGINS_H
#define TESTS_EFFECTIVE_ORIGINS_H

#include "prow/jobs/effective.h"

/* Reads every value, and every value that was overridden, at the place that its origin names: the bytes there, read as
 * a document of their own, have to give it. A value without a place has to be a default that the schema of its field
 * states, or what Go writes of a field that nobody set. False, with the first that does not hold, in a. */
bool origins_hold(const struct effective *e, const struct effective_job *job, struct arena *a, struct str *why);

#endif

/* baseline: the findings that an old tree had when prowgate was adopted. */
#ifndef COMMAND_BASELINE_H
#define COMMAND_BASELINE_H

#include "command/args.h"
#include "rule/rule.h"

/* Marks findings that the baseline file knows as suppressed: as many of one fingerprint as it lists. What deployed
 * Prow refuses, and what could not be looked at, is never suppressed. How many entries match nothing is said on
 * stderr. False, with a complaint on stderr that is kept for args (see
 * command_fail; NULL for none), when the file is missing or damaged. */
bool baseline_apply(const struct args *args, const char *path, struct findings *findings);

/* Writes the baseline of these findings. False with a complaint on stderr. */
bool baseline_write(const char *path, const struct findings *findings);

/* Adds one finding to a baseline that is there, or begins one. False with a complaint on stderr, kept for args, with the
 * file as it was. */
bool baseline_add(const struct args *args, const char *path, const struct finding *f);

#endif

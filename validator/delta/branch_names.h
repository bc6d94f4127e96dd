/* branch_names: branches that a configuration writes down. Lists of branches are regular expressions, so nobody knows
 * every branch that they mean; those that stand there as a plain name can be asked about. */
#ifndef DELTA_BRANCH_NAMES_H
#define DELTA_BRANCH_NAMES_H

#include "base/map.h"

/* Adds to the map (whose arena is used) the names in a list of branch regexes: each alternative without "^", "$" and
 * the backslash before a dot or a dash. "release-.*" counts as it is: it is a name that the pattern matches too. */
void branch_names_add(struct map *names, const struct str *list, size_t count);

/* A branch that nobody writes down. */
extern const struct str branch_nobody_names;

#endif

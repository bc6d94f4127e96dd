/* glob: patterns with wildcards, as people write them for paths and images. "*" is anything but "/", "**" is anything,
 * "**" and a slash at the start of a pattern or after a slash is any folders or none, "?" is one byte but "/"; all else
 * stands for itself. */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include "base/str.h"

/* Whether all of s matches. Takes time in proportion to the product of the lengths. */
bool glob_match(struct str pattern, struct str s);

#endif

/* fnmatch: glob patterns as github.com/danwakefield/fnmatch matches them, which the ignore library uses. */
#ifndef SYNTAX_IGNORE_FNMATCH_H
#define SYNTAX_IGNORE_FNMATCH_H

#include "base/str.h"

enum ignore_fnmatch {
    FNMATCH_NO,
    FNMATCH_YES,
    FNMATCH_PANIC, /* the library reads past the end of the pattern: a "[" class that ends in a non-ASCII
                      character */
};

/* Whether all of s matches. pathname: "/" is matched by "/" only (FNM_PATHNAME), otherwise "*" and "?" match
 * it too. Takes time in proportion to the product of the lengths, where the library may take exponential
 * time. */
enum ignore_fnmatch ignore_fnmatch(struct str pattern, struct str s, bool pathname);

#endif

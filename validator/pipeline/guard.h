/* guard: which steps are there so that others don't run where they must not. */
#ifndef PIPELINE_GUARD_H
#define PIPELINE_GUARD_H

#include "base/str.h"

/* Whether a step of this name, or id, is one by its name. */
bool guard_is_named(struct str name);

#endif

/* open_prs_given: the open pull requests that --open-prs lists. */
#ifndef COMMAND_OPEN_PRS_GIVEN_H
#define COMMAND_OPEN_PRS_GIVEN_H

#include "command/args.h"
#include "delta/open_prs.h"

/* Reads the file, as seen from the working directory; everything lives in the arena. True and nothing read without the
 * flag. False with a complaint on stderr: a count of what could not be read would say that a change touches nobody. */
bool open_prs_given(struct open_prs *p, struct arena *arena, const struct args *args);

#endif

/* duration_flag: flags whose value is a time, written as Go writes it: 30s, 1m30s, 250ms. */
#ifndef COMMAND_DURATION_FLAG_H
#define COMMAND_DURATION_FLAG_H

#include "command/args.h"

/* Sets *ns to what the flag says, in nanoseconds; leaves it alone where the flag is not given. False with a complaint
 * on stderr for what is no duration, or not longer than nothing. */
bool duration_flag(const struct args *args, const char *name, struct arena *a, int64_t *ns);

#endif

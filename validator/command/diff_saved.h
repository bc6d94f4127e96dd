/* diff_saved: prowgate diff with a saved state of prowgate's own as BEFORE. */
#ifndef COMMAND_DIFF_SAVED_H
#define COMMAND_DIFF_SAVED_H

#include "command/command.h"

/* Whether BEFORE is snapshot:FILE. */
bool diff_is_saved(const struct args *args);
/* Compares what FILE kept with AFTER, which is a tree, and reports. */
enum exit_status diff_saved(struct arena *arena, const struct args *args);

#endif

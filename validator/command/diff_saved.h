/* diff_saved: prowgate diff with a saved state of prowgate's own as BEFORE, AFTER, or both. */
#ifndef COMMAND_DIFF_SAVED_H
#define COMMAND_DIFF_SAVED_H

#include "command/command.h"

/* Whether BEFORE or AFTER is snapshot:FILE. */
bool diff_is_saved(const struct args *args);
/* Compares what FILE kept with the other side, which is a tree or saved too, and reports. What was saved was judged
 * then, and is not judged again. */
enum exit_status diff_saved(struct arena *arena, const struct args *args);

#endif

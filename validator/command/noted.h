/* noted: what says how a tree is judged goes into the ledger of what was read of it, so that manifest, state and server
 * know it as they know what Prow reads. */
#ifndef COMMAND_NOTED_H
#define COMMAND_NOTED_H

#include "command/project.h"
#include "command/window.h"
#include "source/fs_ledger.h"

/* Notes in the ledger, whose tree the project was found in: project file, acknowledgements, everything below .prowgate,
 * the baseline of --baseline (a path from the working directory), and the files that the first count versions of d were
 * read from. False with the reason in the arena: one can't be read, or changed since the project file was. */
bool noted(struct fs_ledger *ledger, struct arena *arena, const struct args *args, const struct project *p,
           const struct deployed_window *d, size_t count, struct str *why);

#endif

/* state_dir_files: names of the files in a state folder, for what reads it and what writes it. Nobody else's. */
#ifndef GATE_STATE_DIR_FILES_H
#define GATE_STATE_DIR_FILES_H

#include "gate/state_dir.h"

#include "base/fs.h"

/* What passed and is good, what passed and has to prove itself, what was contradicted, and when one was acted on. */
#define STATE_GOOD "state-"
#define STATE_WAITING "candidate-"
#define STATE_REFUSED "refused-"
#define STATE_ACTED "acted-"

enum { NAME_ROOM = 64 };

/* The name of one generation's file with this prefix. */
void state_dir_name(const char *prefix, uint64_t generation, char name[NAME_ROOM]);
/* Says why, in d's arena, with the folder's path and, where it is not empty, a name in it. Always false. */
bool state_dir_fail(struct state_dir *d, struct str *error, const char *what, const char *why);
/* The names in the folder that is open, whatever its path leads to by now; in d's arena. */
bool state_dir_names(struct state_dir *d, struct fs_listing *listing, struct fs_error *why);

#endif

/* load_refusal: whether a version of Prow loads a configuration, and why not. */
#ifndef COMMAND_LOAD_REFUSAL_H
#define COMMAND_LOAD_REFUSAL_H

#include "prow/files/tree.h"

/* Why this version does not load what these paths name, in its words, in a; empty where it does. Plugins play no part. */
struct str load_refusal(const struct fs *fs, const struct prow_paths *paths, struct str version, struct arena *a);

#endif

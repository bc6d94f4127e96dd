/* saved: a whole configuration of Prow's as Prow itself writes it: the state that status-reconciler saves (fact sheet
 * 7.4) and deck's page /config. Defaults and presets have been applied. It has neither version nor checksum, so what is
 * half there has to be told by what always stands in it. */
#ifndef PROW_FILES_PROW_STATE_H
#define PROW_FILES_PROW_STATE_H

#include "base/arena.h"

/* Whether bytes hold one: YAML whose root is a mapping, that ends with a line's end, and that has the key "tide", which
 * Prow never leaves out and writes near the end. False with *words in the arena, for a sentence "FILE: WORDS". */
bool saved_is_whole(struct str bytes, struct arena *a, struct str *words);

/* Whether bytes are YAML with at least one key that some version of Prow knows at the top of its configuration or of its
 * plugins': what answers at a URL may be anything. Gzip is for others to look into. False with *words, as above but static. */
bool saved_is_prows(struct str bytes, struct str *words);

#endif

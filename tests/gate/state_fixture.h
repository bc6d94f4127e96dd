/* A small state with something in every list, and a folder for it. */
#ifndef TESTS_GATE_STATE_FIXTURE_H
#define TESTS_GATE_STATE_FIXTURE_H

#include "gate/state_dir.h"

/* A state of this generation; freed with state_free. */
void fixture_state(struct state *s, uint64_t generation);
/* The bytes of its file. */
struct buf fixture_bytes(uint64_t generation);

/* A fresh folder below /tmp; removed with all in it by fixture_folder_remove. */
struct str fixture_folder(char room[64]);
void fixture_folder_remove(struct str path);
/* Writes, or appends to, a file of the folder. */
void fixture_put(struct str folder, const char *name, struct str bytes);

#endif

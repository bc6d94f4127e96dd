/* nearest: which known name somebody meant. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/str.h"

/* Edits (insert, delete, replace, swap of neighbours; letter case is free) that turn a into b. Names over 64 bytes
 * count as SIZE_MAX apart unless equal. */
size_t nearest_distance(struct str a, struct str b);

/* Whether candidate is closer to word than *least so far, and close enough to suggest at all: at most a third of
 * the longer name is wrong. Start with *least = SIZE_MAX; it is lowered when true is returned. */
bool nearest_better(struct str word, struct str candidate, size_t *least);

#endif

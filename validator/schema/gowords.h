/* gowords: what a value must be, in the words of whoever writes it. */
#ifndef SCHEMA_GOWORDS_H
#define SCHEMA_GOWORDS_H

#include "base/arena.h"
#include "schema/gotype.h"

/* "text", "true or false", "whole number", "list of duration", "mapping to list of text", "mapping"; of a
 * type that is read in several ways "list of text, or mapping". In the arena, or constant. */
struct str go_type_words(struct arena *a, const struct go_type *t);

#endif

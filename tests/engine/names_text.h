/* names_text: everything that an index says, as text that is equal where two of them say the same. */
#ifndef TESTS_ENGINE_NAMES_TEXT_H
#define TESTS_ENGINE_NAMES_TEXT_H

#include "prow/index/names.h"

/* A line a name and one a use, all kinds, in order. */
void names_text(const struct prow_tree *t, struct buf *out);

#endif

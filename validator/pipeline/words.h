/* words: texts that grow, as upstream prints them: a list of lines, or one line. */
#ifndef PIPELINE_WORDS_H
#define PIPELINE_WORDS_H

#include "base/arena.h"

struct words {
    struct str *at;
    size_t count, cap;
};

/* s must live as long as the list. */
void words_add(struct words *w, struct arena *a, struct str s);
/* Each line of s by itself. */
void words_add_lines(struct words *w, struct arena *a, struct str s);
/* Bytewise, each once. */
void words_sort(struct words *w);
/* The lines of a text in one, with commas between. */
struct str words_listed(struct str lines, struct arena *a);
/* The lines joined by '\n' with one at the end, in a: what the recorded hashes are of. */
struct str words_join(const struct words *w, struct arena *a);

#endif

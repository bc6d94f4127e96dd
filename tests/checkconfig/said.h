/* said: whether what a binary logged and what ours found are the same warnings in the same words. */
#ifndef TESTS_CHECKCONFIG_SAID_H
#define TESTS_CHECKCONFIG_SAID_H

#include "checkconfig/record.h"

struct said_score {
    size_t lines, kinds_right, words_right;
};

/* Compares the warning lines of a record with the findings of the trial, both ways: every line has findings of ours of
 * the same kind, and every warning of ours has a line. Adds up one for each line of either side; show prints what
 * differs. */
void said_compare(const json_t *record, const struct trial *t, struct said_score *score, bool show);

/* Whether the words of one finding are those of the line, or one item of a line that names several. */
bool said_within(struct str words, struct str line);

#endif

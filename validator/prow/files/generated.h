/* generated: job files that a program wrote. Whoever mends one by hand loses it when the program runs again, so findings
 * there say so, in the words of the file's own header. */
#ifndef PROW_FILES_GENERATED_H
#define PROW_FILES_GENERATED_H

#include "base/map.h"
#include "rule/finding.h"
#include "syntax/tape.h"

/* The line of the comments at the head of a file that says that it is generated; a slice of the source, empty without
 * one. */
struct str generated_by(struct str source);

/* Adds the words, by the file's path as struct str *, to the findings in such files, from the first one on; texts in the
 * findings' arena. */
void generated_note(const struct map *words, struct findings *out, size_t first);

#endif

/* delta_words: what happens to jobs, in the words that text, markdown and JSON share. */
#ifndef REPORT_DELTA_WORDS_H
#define REPORT_DELTA_WORDS_H

#include "base/buf.h"
#include "delta/delta.h"

/* Static words for machines: "new", "reports", "files". */
const char *delta_cause_name(enum delta_cause c);
/* "plain", "renamed", "branch-end", "in-repo". */
const char *delta_fate_name(enum delta_fate f);
/* The name of one bit of enum delta_field: "optional", "run_if_changed", ... */
const char *delta_field_name(enum delta_field f);
/* How many bits there are. */
enum { DELTA_FIELDS = 13 };

/* Changes that many jobs have at once and that pull requests do not feel: they are counted, not told one by one. */
enum { FIELDS_COUNTED = FIELD_WORK | FIELD_OWN | FIELD_GIVEN | FIELD_DEFAULTS };

/* Appends what differs, in words for people, without the fields that are only counted: "was optional, now required;
 * no longer on release-1". Texts from files go in as they are: the caller makes them safe. */
void delta_change_words(struct buf *out, const struct delta *d, const struct delta_change *c);
/* "on main, release-1", "on all branches but x", "on all branches". */
void delta_branch_words(struct buf *out, const struct branches *b);
/* What became of a retired one: "is now pull-b", "its branch release-1 ends", "was required, on main". */
void delta_fate_words(struct buf *out, const struct delta_retired *x);
/* Why it is triggered: "new", "reports from now on", "other files start it". */
const char *delta_cause_words(enum delta_cause c);

#endif

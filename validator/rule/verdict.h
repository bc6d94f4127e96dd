/* verdict: what a run comes to. Here alone it is said that something passes, is rejected or stays undecided; what could
 * not be looked at reaches this place as a finding of a rule that says so (struct rule.undecided), or as a count. */
#ifndef RULE_VERDICT_H
#define RULE_VERDICT_H

#include "rule/finding.h"

/* A verdict that nobody gave, in zeroed memory, is undecided. */
enum verdict { VERDICT_UNDECIDED, VERDICT_PASS, VERDICT_REJECT };

/* Whether nothing is decided because of this finding: something could not be looked at, or a tree may be half of what
 * it was (an error about SUBJECT_TREE that nobody silenced). */
bool finding_undecided(const struct finding *f);

/* What so many things that could not be looked at, and so many that reject, come to. */
enum verdict verdict_from(size_t undecided, size_t rejecting);

/* What the findings come to: undecided when something could not be looked at, else reject with an error (with strict,
 * also with a warning). */
enum verdict verdict_of(const struct findings *findings, bool strict);
/* "pass", "reject", "undecided". */
const char *verdict_name(enum verdict v);
/* The verdict of this name; false when there is none. */
bool verdict_parse(struct str name, enum verdict *v);

#endif

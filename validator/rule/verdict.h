/* verdict: what a run comes to. */
#ifndef RULE_VERDICT_H
#define RULE_VERDICT_H

#include "rule/finding.h"

enum verdict { VERDICT_PASS, VERDICT_REJECT, VERDICT_UNDECIDED };

/* What the findings come to: undecided when something could not be looked at, else reject with an error (with strict,
 * also with a warning). */
enum verdict verdict_of(const struct findings *findings, bool strict);
/* "pass", "reject", "undecided". */
const char *verdict_name(enum verdict v);
/* The verdict of this name; false when there is none. */
bool verdict_parse(struct str name, enum verdict *v);

#endif

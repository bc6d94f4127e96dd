/* version_note: what a finding says about the deployed versions that it holds for. */
#ifndef RULE_VERSION_NOTE_H
#define RULE_VERSION_NOTE_H

#include "rule/rule.h"
#include "schema/behaviour.h"

/* The finding reported last holds for the deployed versions that lack a loosening, and only for those: names
 * them, and the first version that accepts. */
void accepted_since(struct check *c, enum behaviour loosened);

/* The finding reported last holds for the deployed versions that have a tightening: names them where they are
 * not all, and the first version that refuses. */
void refused_since(struct check *c, enum behaviour tightened);

/* Whether some deployed version has a tightening and not yet the behaviour that took it back. */
bool may_refuse_between(struct check *c, enum behaviour tightened, enum behaviour loosened);
/* The finding reported last holds for those: names them, and both ends. */
void refused_between(struct check *c, enum behaviour tightened, enum behaviour loosened);

/* The deployed versions that do not, or not surely, have what the main line has from position since on up to
 * (without) until, as "hook v20190122-e707848, deck v20190118-977be68", and how many they are. The finding
 * reported last holds for them. */
struct str versions_lacking(struct check *c, uint32_t since, uint32_t until, size_t *count);

#endif

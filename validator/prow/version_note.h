/* version_note: what a finding says about the deployed versions that it holds for. */
#ifndef PROW_VERSION_NOTE_H
#define PROW_VERSION_NOTE_H

#include "rule/rule.h"
#include "schema/behaviour.h"

/* The finding reported last holds for the deployed versions that lack a loosening, and only for those: names them, and
 * the first version that accepts. */
void accepted_since(struct check *c, enum behaviour loosened);

/* The finding reported last holds for the deployed versions that have a tightening: names them where they are not all,
 * and the first version that refuses. */
void refused_since(struct check *c, enum behaviour tightened);

#endif

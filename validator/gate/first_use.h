/* first_use: fields and values that AFTER uses and nothing in BEFORE did, where some known version of Prow lacks them: the
 * first use is the moment at which it shows whether what runs honours them. */
#ifndef GATE_FIRST_USE_H
#define GATE_FIRST_USE_H

#include "gate/side.h"

/* Reports them by the rule first-use-of-field, each once, where AFTER has it first. plan: what the two sides have in common
 * where it is known, else NULL. Says nothing where a side holds no files, or Prow wrote it. Reads the files that differ,
 * and, only where there is something to say, those of BEFORE that have its name somewhere. */
void first_use_report(const struct side *before, const struct side *after, const struct plan *plan,
                      const struct rule_settings *settings, struct findings *out);

#endif

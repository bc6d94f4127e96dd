/* doubt: whether AFTER may be half of what BEFORE was: the one judge of it. Signs that rules can see in a comparison (a
 * fraction of the files, no job left) are findings of rules about SUBJECT_TREE; signs in the files themselves are found
 * here, as findings of half-tree. */
#ifndef GATE_DOUBT_H
#define GATE_DOUBT_H

#include "delta/ack.h"
#include "gate/side.h"

/* Reports what speaks for it. Both sides are loaded, whole, and compared in d; acks, which may be NULL, were applied. With acting the
 * answer is acted on, and nobody reads the change before: then a job file that is gone is such a sign, too, unless
 * somebody says that it is meant; else it is what people remove from trees all day. */
void doubt_report(const struct delta *d, const struct side *before, const struct side *after, struct acks *acks,
                  bool acting, const struct rule_settings *settings, struct findings *out);

/* Whether a finding says that AFTER may be half of what BEFORE was. */
bool doubt_finding(const struct finding *f);
/* Whether, by that finding, what seems to be retired is most likely what was not there to be read: files are missing or
 * cut off, or no presubmit is left. */
bool doubt_blinds(const struct finding *f, const struct delta *d);

#endif

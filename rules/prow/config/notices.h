/* notices: what the walk over a tree stumbled on or passed over, as findings of the rule for each kind. */
#ifndef RULES_PROW_CONFIG_NOTICES_H
#define RULES_PROW_CONFIG_NOTICES_H

#include "prow/files/tree.h"

/* Reports each notice of this kind at its path, but for trees where a rule of its own says it. related is
 * what the related path is called: "first seen here". */
void notices_report(struct check *c, const struct prow_tree *t, enum jobtree_notice_kind kind,
                    const char *message, const char *related);

/* The same for trees of one kind only. */
void notices_report_of(struct check *c, const struct prow_tree *t, enum jobtree_kind of,
                       enum jobtree_notice_kind kind, const char *message);

#endif

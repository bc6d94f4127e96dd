/* notices: what the walk over a tree stumbled on or passed over, as findings of the rule for each kind. */
#ifndef RULES_PROW_CONFIG_NOTICES_H
#define RULES_PROW_CONFIG_NOTICES_H

#include "prow/files/tree.h"

/* What a rule about the notices of one kind has to be told (.with). */
struct notice_words {
    enum jobtree_notice_kind kind;
    const char *message;
    const char *related; /* what the related path is called: "first seen here"; NULL without one */
};

/* Reports each notice of the rule's kind at its path, but for trees where a rule of its own says it. */
void notices_check(struct check *c, const struct prow_tree *t);
/* The same for one kind of several. */
void notices_report(struct check *c, const struct prow_tree *t, enum jobtree_notice_kind kind, const char *message,
                    const char *related);

/* The same for trees of one kind only. */
void notices_report_of(struct check *c, const struct prow_tree *t, enum jobtree_kind of, enum jobtree_notice_kind kind,
                       const char *message);

#endif

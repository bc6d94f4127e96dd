/* supplemental: what supplemental files and the main file say about the same thing (ProwConfig.mergeFrom,
 * fact sheet 1.3). Prow joins the files one by one; who says something first keeps it, and everyone later is
 * refused. */
#ifndef RULES_PROW_CONFIG_SUPPLEMENTAL_H
#define RULES_PROW_CONFIG_SUPPLEMENTAL_H

#include "prow/files/setting.h"
#include "prow/protection/branch_protection.h"
#include "rules/prow/config/unmergeable.h"
#include "schema/behaviour.h"

/* Something that two files set. */
struct overlap {
    struct setting first, later;
    struct str names[3]; /* org, repo and branch of a policy; else empty */
};

typedef void tell_overlap(struct check *c, const struct overlap *x);

/* What a rule about them has to be told (.with). */
struct overlap_rule {
    const char *path;        /* of the map or value */
    enum policy_level level; /* for supplemental_policies */
    tell_overlap *tell;
};

/* Calls the rule's tell for each key of its map that an earlier file has already. */
void supplemental_keys(struct check *c, const struct prow_tree *t);
/* Calls the rule's tell for each file that sets its value, which an earlier one has set. */
void supplemental_values(struct check *c, const struct prow_tree *t);
/* Calls the rule's tell for each policy of its level of branch-protection for which an earlier file has one already.
 * first and later are the first things that the two policies set. */
void supplemental_policies(struct check *c, const struct prow_tree *t);

/* Reports that an earlier file has it already, with Prow's words after "failed to merge <part> config: ". */
void overlap_report(struct check *c, const struct overlap *x, struct str what, const char *part, struct str says);

/* Calls tell for each setting of a supplemental file that can't stand there. */
void supplemental_unmergeable(struct check *c, const struct prow_tree *t, tell_unmergeable *tell);

#endif

/* require_label: the entries of require_matching_label (RequireMatchingLabel.validate, fact sheet 4.12 row
 * 22). */
#ifndef RULES_PROW_PLUGINS_REQUIRE_LABEL_H
#define RULES_PROW_PLUGINS_REQUIRE_LABEL_H

#include "prow/files/setting.h"

struct check;

struct required_label {
    struct setting entry; /* index is its place in the list */
    struct setting org, repo, branch, regexp, missing_label, grace_period;
    bool prs, issues;
};

typedef void tell_required_label(struct check *c, const struct prow_tree *t, const struct required_label *r);

/* What a rule about them has to be told (.with). */
struct required_label_rule {
    tell_required_label *tell;
    const char *field, *message; /* for required_label_needs */
};

/* Calls the rule's tell for every entry. */
void required_labels(struct check *c, const struct prow_tree *t);

/* Reports, in the rule's words, an entry without the rule's field. */
tell_required_label required_label_needs;
/* Reports something that the entry lacks, at the entry; words are Prow's after "error validating ... config
 * #N: ". */
void required_label_lacks(struct check *c, const struct required_label *r, const char *words, const char *message);
/* Adds Prow's words to what was reported last. */
void required_label_says(struct check *c, const struct required_label *r, const char *words);

#endif

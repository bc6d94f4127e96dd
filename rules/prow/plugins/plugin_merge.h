/* plugin_merge: what supplemental plugin files say about things that an earlier file has set
 * (Configuration.mergeFrom, fact sheet 1.7). Prow joins them one by one; who says something first keeps it,
 * and everyone later is refused. */
#ifndef RULES_PROW_PLUGINS_PLUGIN_MERGE_H
#define RULES_PROW_PLUGINS_PLUGIN_MERGE_H

#include "prow/plugins/plugins.h"
#include "rule/rule.h"

/* Whether some deployed version refuses what it can't join; before 2021-05-21 such a file was passed over. */
bool plugin_merge_refused(struct check *c);

/* Reports a setting of a supplemental file that an earlier file has as well: what it is, in words of ours,
 * and Prow's words after "failed to merge .PART from supplemental config: ". */
void plugin_merge_report(struct check *c, const struct setting *later, const struct setting *first, struct str what,
                         const char *part, struct str says);

/* Reports organizations and repositories whose plugins are listed in more than one file; .with is an enum plugin_kind. */
void plugin_merge_lists(struct check *c, const struct prow_tree *t);

#endif

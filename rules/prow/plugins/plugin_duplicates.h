/* plugin_duplicates: plugins that a repository lists though its organization does
 * (findDuplicatedPluginConfig). */
#ifndef RULES_PROW_PLUGINS_PLUGIN_DUPLICATES_H
#define RULES_PROW_PLUGINS_PLUGIN_DUPLICATES_H

#include "prow/plugins/plugins.h"
#include "rule/rule.h"

struct plugin_duplicate {
    const struct plugin_list *repo, *org;
    struct plugin_element in_repo, in_org;
    struct str name;       /* of the plugin */
    struct str short_name; /* of the repo, without the organization */
    struct str all;        /* every duplicate of this repo as Go prints the list: "[approve lgtm]" */
    bool excluded;         /* the organization leaves the repo out */
};

/* What a rule about them has to be told (.with). */
struct plugin_duplicates_rule {
    enum plugin_kind kind;
    void (*tell)(struct check *c, const struct plugin_duplicate *d);
};

/* Calls tell for every such plugin of the rule's kind. */
void plugin_duplicates(struct check *c, const struct prow_tree *t);

/* Reports one at the repo's entry, with the organization's as the other half; Prow's words are the caller's.
 */
void plugin_duplicate_report(struct check *c, const struct plugin_duplicate *d);

#endif

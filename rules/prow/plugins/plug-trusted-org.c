#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

static void check_entry(struct check *c, const struct prow_tree *t, const struct setting *entry)
{
    struct setting org = setting_get(t->scratch, entry, "trusted_org");

    if (setting_text(&org).len == 0)
        return;
    setting_report(c, &org, setting_place(&org),
                   "trusted_org is deprecated: members of %.*s are trusted with "
                   "repositories of other organizations",
                   STR_ARG(setting_text(&org)));
    prow_says(c, "trusted_org functionality is deprecated. Please ensure your configuration is updated before the end "
                 "of December 2019.");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting root, list;

    if (!behaviour_holds(check_window(c), BEHAVIOUR_TRUSTED_ORG_DEPRECATED))
        return;
    for (size_t i = 0; plugin_file(t, i, &root); i++) {
        list = setting_get(t->scratch, &root, "triggers");
        for (struct setting e = { 0 }; setting_next(t->scratch, &list, &e);)
            check_entry(c, t, &e);
    }
}

const struct rule rule_plug_trusted_org = {
    .id = "plug-trusted-org",
    .summary = "No entry of triggers sets trusted_org.",
    .severity = SEVERITY_WARNING,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

#include "rules/prow/plugins/plugin_duplicates.h"

static void tell(struct check *c, const struct plugin_duplicate *d)
{
    plugin_duplicate_report(c, d);
    prow_says(c, "invalid plugin configuration:\n\texternal plugins %.*s are duplicated for %.*s and %.*s",
              STR_ARG(d->all), STR_ARG(d->repo->name), STR_ARG(d->org->name));
}

const struct rule rule_plug_external_dup = {
    .id = "plug-external-dup",
    .summary = "A repository does not list an external plugin that its organization lists already.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct plugin_duplicates_rule){ PLUGINS_EXTERNAL, tell },
    .reads = READS_PLUGINS,
    .tree = plugin_duplicates,
};

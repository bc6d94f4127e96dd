#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"
#include "schema/behaviour.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting entries = plugin_find(t, "repo_milestone"), id;
    int64_t n;

    for (struct setting e = { 0 }; setting_next(t->scratch, &entries, &e);) {
        id = setting_get(t->scratch, &e, "maintainers_id");
        if (!setting_int(&id, &n) || n == 0)
            continue;
        setting_report(c, &id, setting_key_place(&id),
                       "maintainers_id is deprecated; name the team in maintainers_team");
        prow_says(c, "deprecated field: maintainers_id is configured for repo_milestone, maintainers_team "
                     "should be used "
                     "instead");
    }
}

const struct rule rule_plug_maintainers_id = {
    .id = "plug-maintainers-id",
    .summary = "Entries of repo_milestone name the team of the maintainers, not its number.",
    .severity = SEVERITY_WARNING,
    .behaviour = &behaviours[BEHAVIOUR_MAINTAINERS_ID_DEPRECATED],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

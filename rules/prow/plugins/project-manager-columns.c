#include "rules/prow/plugins/project_manager.h"
#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct prow_tree *t, const struct managed *m)
{
    (void)t;
    if (setting_count(&m->columns))
        return;
    setting_report(c, &m->project, setting_key_place(&m->project),
                   "project %.*s has no columns, so nothing could be put "
                   "on it",
                   STR_ARG(setting_key(&m->project)));
    prow_says(c, "Org/repo: %.*s, project %.*s, has no columns configured", STR_ARG(setting_key(&m->repo)),
              STR_ARG(setting_key(&m->project)));
}

const struct rule rule_project_manager_columns = {
    .id = "project-manager-columns",
    .formerly = "plug-pm-columns",
    .summary = "Every project of project_manager has columns.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PROJECT_MANAGER_COMPLETE],
    .with = &(const struct managed_rule){ MANAGED_PROJECT, tell },
    .reads = READS_PLUGINS,
    .tree = managed_visit,
};

#include "rules/prow/plugins/project_manager.h"
#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct prow_tree *t, const struct managed *m)
{
    struct setting projects = setting_get(t->scratch, &m->repo, "projects");

    if (setting_count(&projects))
        return;
    setting_report(c, &m->repo, setting_key_place(&m->repo), "%.*s has no projects; name its boards, or leave it out",
                   STR_ARG(setting_key(&m->repo)));
    prow_says(c, "Org/repo: %.*s, has no projects configured", STR_ARG(setting_key(&m->repo)));
}

const struct rule rule_project_manager_projects = {
    .id = "project-manager-projects",
    .formerly = "plug-pm-projects",
    .summary = "Every entry of project_manager has projects.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PROJECT_MANAGER_COMPLETE],
    .with = &(const struct managed_rule){ MANAGED_REPO, tell },
    .reads = READS_PLUGINS,
    .tree = managed_visit,
};

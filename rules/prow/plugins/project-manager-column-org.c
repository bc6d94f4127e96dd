#include "rule/rule.h"
#include "rules/prow/plugins/project_manager.h"

static void tell(struct check *c, const struct prow_tree *t, const struct managed *m)
{
    struct setting org = setting_get(t->scratch, &m->column, "org");

    if (setting_text(&org).len)
        return;
    setting_report(c, &m->column, setting_place(&m->column),
                   "this column has no org, the organization that it takes "
                   "issues of");
    managed_column_says(c, m, managed_column_name(t, m), ", has no org configured");
}

const struct rule rule_project_manager_column_org = {
    .id = "project-manager-column-org",
    .formerly = "plug-pm-column-org",
    .summary = "Every column of project_manager names its organization.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PROJECT_MANAGER_COMPLETE],
    .with = &(const struct managed_rule){ MANAGED_COLUMN, tell },
    .reads = READS_PLUGINS,
    .tree = managed_visit,
};

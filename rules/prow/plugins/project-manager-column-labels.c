#include "rule/rule.h"
#include "rules/prow/plugins/project_manager.h"

static void tell(struct check *c, const struct prow_tree *t, const struct managed *m)
{
    struct setting labels = setting_get(t->scratch, &m->column, "labels");

    if (setting_count(&labels))
        return;
    setting_report(c, &m->column, setting_place(&m->column),
                   "this column has no labels, so nothing would be put into it");
    managed_column_says(c, m, managed_column_name(t, m), ", has no labels configured");
}

const struct rule rule_project_manager_column_labels = {
    .id = "project-manager-column-labels",
    .formerly = "plug-pm-column-labels",
    .summary = "Every column of project_manager has labels.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PROJECT_MANAGER_COMPLETE],
    .with = &(const struct managed_rule){ MANAGED_COLUMN, tell },
    .reads = READS_PLUGINS,
    .tree = managed_visit,
};

#include "rule/rule.h"
#include "rules/prow/plugins/project_manager.h"

/* Go's %v of the column: id, name, state, labels, org. */
static struct str go_words(struct check *c, const struct prow_tree *t, const struct managed *m)
{
    struct setting state = setting_get(t->scratch, &m->column, "state");
    struct setting labels = setting_get(t->scratch, &m->column, "labels");
    struct setting org = setting_get(t->scratch, &m->column, "org");
    struct arena *a = check_arena(c);
    struct str list = STR("");

    for (struct setting e = { 0 }; setting_next(t->scratch, &labels, &e);)
        list = ARENA_JOIN(a, list, e.index ? STR(" ") : STR(""), setting_text(&e));
    return ARENA_JOIN(a, STR("{<nil>  "), setting_text(&state), STR(" ["), list, STR("] "), setting_text(&org),
                      STR("}"));
}

static void tell(struct check *c, const struct prow_tree *t, const struct managed *m)
{
    struct setting id = setting_get(t->scratch, &m->column, "id");

    if (id.value || managed_column_name(t, m).len)
        return;
    setting_report(c, &m->column, setting_place(&m->column), "this column has neither a name nor an id");
    managed_column_says(c, m, go_words(c, t, m), ", has no name/id configured");
}

const struct rule rule_project_manager_column_id = {
    .id = "project-manager-column-id",
    .formerly = "plug-pm-column-id",
    .summary = "Every column of project_manager has a name or an id.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PROJECT_MANAGER_COMPLETE],
    .with = &(const struct managed_rule){ MANAGED_COLUMN, tell },
    .reads = READS_PLUGINS,
    .tree = managed_visit,
};

#include "rules/prow/plugins/project_manager.h"

#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

typedef void teller(struct check *c, const struct prow_tree *t, const struct managed *m);

static void visit_columns(struct check *c, const struct prow_tree *t, struct managed m, teller *tell)
{
    while (setting_next(t->scratch, &m.columns, &m.column))
        tell(c, t, &m);
}

static void visit_projects(struct check *c, const struct prow_tree *t, struct managed m, enum managed_level level,
                           teller *tell)
{
    struct setting projects = setting_get(t->scratch, &m.repo, "projects");

    while (setting_next(t->scratch, &projects, &m.project)) {
        m.columns = setting_get(t->scratch, &m.project, "columns");
        if (level == MANAGED_PROJECT)
            tell(c, t, &m);
        else
            visit_columns(c, t, m, tell);
    }
}

void managed_visit(struct check *c, const struct prow_tree *t)
{
    const struct managed_rule *r = check_with(c);
    struct setting repos = plugin_find(t, "project_manager.orgsRepos");
    struct managed m = { 0 };

    while (setting_next(t->scratch, &repos, &m.repo))
        if (r->level == MANAGED_REPO)
            r->tell(c, t, &m);
        else
            visit_projects(c, t, m, r->level, r->tell);
}

void managed_column_says(struct check *c, const struct managed *m, struct str name, const char *tail)
{
    prow_says(c, "Org/repo: %.*s, project %.*s, column %.*s%s", STR_ARG(setting_key(&m->repo)),
              STR_ARG(setting_key(&m->project)), STR_ARG(name), tail);
}

struct str managed_column_name(const struct prow_tree *t, const struct managed *m)
{
    struct setting name = setting_get(t->scratch, &m->column, "name");

    return setting_text(&name);
}

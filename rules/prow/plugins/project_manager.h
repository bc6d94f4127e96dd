/* project_manager: the boards and columns of project_manager (validateProjectManager, fact sheet 4.12 rows 23
 * to 28). */
#ifndef RULES_PROW_PLUGINS_PROJECT_MANAGER_H
#define RULES_PROW_PLUGINS_PROJECT_MANAGER_H

#include "prow/files/setting.h"

struct check;

/* A place in the settings of the plugin: an entry of orgsRepos, one of its projects, one of its columns. */
struct managed {
    struct setting repo, project, column; /* what lies below the place has no file */
    struct setting columns;               /* of the project */
};

enum managed_level { MANAGED_REPO, MANAGED_PROJECT, MANAGED_COLUMN };

/* What a rule about them has to be told (.with). */
struct managed_rule {
    enum managed_level level;
    void (*tell)(struct check *c, const struct prow_tree *t, const struct managed *m);
};

/* Calls the rule's tell for everything of the rule's level. */
void managed_visit(struct check *c, const struct prow_tree *t);

/* Adds Prow's words "Org/repo: R, project P, column C, has no labels configured" to what was reported last:
 * name is what stands for C, tail what follows it. */
void managed_column_says(struct check *c, const struct managed *m, struct str name, const char *tail);
/* The name of a column, as most words of Prow's have it; empty for one that only has a number. */
struct str managed_column_name(const struct prow_tree *t, const struct managed *m);

#endif

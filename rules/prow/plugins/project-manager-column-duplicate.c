#include "base/map.h"
#include "rule/rule.h"
#include "rules/prow/plugins/project_manager.h"

#include <stdlib.h>

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The labels as a set, in one text. */
static struct str identity(struct arena *a, const struct setting *labels)
{
    struct str *texts = ARENA_ARRAY(a, struct str, 2 * setting_count(labels));
    size_t n = 0, kept = 0;

    for (const struct node *e = node_first(labels->value); e; e = node_next(labels->value, e))
        texts[n++] = node_text(e);
    qsort(texts, n, sizeof *texts, by_text);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !str_eq(texts[i], texts[kept - 1]))
            texts[kept++] = texts[i];
    for (size_t i = kept; i-- > 0;) {
        texts[2 * i + 1] = STR("\0");
        texts[2 * i] = texts[i];
    }
    return arena_join(a, texts, 2 * kept);
}

static void tell(struct check *c, const struct prow_tree *t, const struct managed *project)
{
    struct managed m = *project;
    struct arena *a = t->scratch;
    struct map first; /* set of labels to struct setting */

    map_init(&first, a);
    while (setting_next(a, &m.columns, &m.column)) {
        struct setting labels = setting_get(a, &m.column, "labels");
        void **at = setting_count(&labels) ? map_at(&first, identity(a, &labels)) : NULL;
        if (at && *at) {
            setting_report(c, &labels, setting_place(&labels),
                           "an earlier column has the same labels; an issue could "
                           "go into one of them only");
            also(c, setting_place(*at), "the same labels stand here");
            managed_column_says(c, &m, managed_column_name(t, &m), " has same labels configured as another column");
        } else if (at) {
            *at = ARENA_NEW(a, struct setting);
            *(struct setting *)*at = labels;
        }
    }
}

const struct rule rule_project_manager_column_duplicate = {
    .id = "project-manager-column-duplicate",
    .formerly = "plug-pm-column-dup",
    .summary = "No two columns of a project have the same labels.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PROJECT_MANAGER_COMPLETE],
    .with = &(const struct managed_rule){ MANAGED_PROJECT, tell },
    .reads = READS_PLUGINS,
    .tree = managed_visit,
};

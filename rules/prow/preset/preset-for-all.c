#include "prow/files/tree.h"
#include "rule/rule.h"

/* mergePreset's first loop finds nothing that is missing. In the main file teams keep what they mean for all; a job file
 * is about some repositories. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t i = 0; i < t->preset_count; i++) {
        const struct preset *p = &t->presets[i];
        if (p->labels && node_count(p->labels))
            continue;
        report(c, prow_place(p->file, p->node),
               "this preset has no labels, so it is merged into every job there is; a job that sets one of its "
               "variables or volumes itself is then refused");
        at_path(c, "presets[%zu]", p->index);
        if (p->file->role == ROLE_CONFIG)
            no_more_than(c, SEVERITY_INFO);
    }
}

const struct rule rule_preset_for_all = {
    .id = "preset-for-all",
    .summary = "A preset has labels that jobs ask for it by.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS_SETTINGS | READS_PRESETS,
    .tree = check_tree,
};

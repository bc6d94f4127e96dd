#include "rules/prow/preset/preset_labels.h"

static void tell(struct check *c, const struct preset_label *later, const struct preset_label *first)
{
    report(c, preset_label_place(later),
           "preset label %.*s: \"%.*s\" is already used by another preset; Prow does not "
           "notice as long as there is no job config beside the main file",
           STR_ARG(node_text(later->key)), STR_ARG(later->value));
    at_path(c, "%.*s", STR_ARG(preset_label_path(check_arena(c), later)));
    also(c, preset_label_place(first), "first used here");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (t->paths.jobs.len == 0)
        preset_labels_repeated(c, t, true, tell);
}

const struct rule rule_preset_duplicate_unchecked = {
    .id = "preset-duplicate-unchecked",
    .summary = "No two presets use the same label with the same value, even where Prow does not look.",
    .severity = SEVERITY_WARNING,
    .reads = READS_PRESETS,
    .tree = check_tree,
};

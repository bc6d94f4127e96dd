#include "rules/prow/preset/preset_labels.h"
#include "schema/behaviour.h"

static void tell(struct check *c, const struct preset_label *later, const struct preset_label *first)
{
    struct str label = node_text(later->key);

    report(c, preset_label_place(later), "preset label %.*s: \"%.*s\" is already used by another preset",
           STR_ARG(label), STR_ARG(later->value));
    at_path(c, "%.*s", STR_ARG(preset_label_path(check_arena(c), later)));
    also(c, preset_label_place(first), "first used here");
    prow_says(c, "duplicated preset 'label:value' pair : %.*s:%.*s", STR_ARG(label), STR_ARG(later->value));
}

/* mergeJobConfigs (fact sheet 3.3), which Prow calls only when there is a job config. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (t->paths.jobs.len)
        preset_labels_repeated(c, t, true, tell);
}

const struct rule rule_preset_duplicate_pair = {
    .id = "preset-duplicate-pair",
    .summary = "No two presets use the same label with the same value.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PRESET_UNIQUE_BY_PAIR],
    .reads = READS_PRESETS,
    .tree = check_tree,
};

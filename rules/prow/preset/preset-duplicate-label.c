#include "rule/version_note.h"
#include "rules/prow/preset/preset_labels.h"

static void tell(struct check *c, const struct preset_label *later, const struct preset_label *first)
{
    struct str label = node_text(later->key);

    report(c, preset_label_place(later), "preset label key \"%.*s\" is already used by another preset", STR_ARG(label));
    at_path(c, "%.*s", STR_ARG(preset_label_path(check_arena(c), later)));
    accepted_since(c, BEHAVIOUR_PRESET_UNIQUE_BY_PAIR);
    also(c, preset_label_place(first), "first used here");
    prow_says(c, "duplicated preset label : %.*s", STR_ARG(label));
}

/* mergeJobConfigs before kubernetes/test-infra f1358bc770 (fact sheet 3.4). */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct window *w = check_window(c);

    if (t->paths.jobs.len && behaviour_may_hold(w, BEHAVIOUR_JOB_CONFIG_FILES) &&
        !behaviour_holds(w, BEHAVIOUR_PRESET_UNIQUE_BY_PAIR))
        preset_labels_repeated(c, t, false, tell);
}

const struct rule rule_preset_duplicate_label = {
    .id = "preset-duplicate-label",
    .summary = "For a Prow older than 2019-01-22, no two presets use the same label key, whatever its value.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_PRESETS,
    .tree = check_tree,
};

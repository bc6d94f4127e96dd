#include "rules/prow/setting_check.h"

/* With the map beside it, Prow stops before it looks at the list. */
static bool prow_panics(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "plank.default_decoration_configs");

    return !setting_is_set(&map) && behaviour_may_hold(check_window(c), BEHAVIOUR_DECORATION_DEFAULT_ENTRIES);
}
static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (prow_panics(c, t))
        setting_check_no_null(c, t, "plank.default_decoration_config_entries");
}

const struct rule rule_panic_null_decoration_entry = {
    .id = "panic-null-decoration-entry",
    .summary = "No entry of plank.default_decoration_config_entries is null.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

#include "rules/prow/setting_check.h"

/* With the map beside it, Prow stops before it looks at the list. */
static bool prow_panics(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "deck.rerun_auth_configs");

    return !setting_is_set(&map) && behaviour_may_hold(check_window(c), BEHAVIOUR_DEFAULT_RERUN_AUTH_CONFIGS);
}
static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (prow_panics(c, t))
        setting_check_no_null(c, t, "deck.default_rerun_auth_configs");
}

const struct rule rule_panic_null_rerun_entry = {
    .id = "panic-null-rerun-entry",
    .summary = "No entry of deck.default_rerun_auth_configs is null.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

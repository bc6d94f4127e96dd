#include "rules/prow/setting_check.h"

#include <inttypes.h>

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "tide.max_goroutines");
    int64_t n;

    if (!setting_int(&s, &n) || n >= 0)
        return;
    setting_report(c, &s, setting_place(&s), "%.*s is %" PRId64 "; it can't be below zero", STR_ARG(s.path), n);
    prow_says(c, "tide has invalid max_goroutines (%" PRId64 "), it needs to be a positive number", n);
}

const struct rule rule_tide_max_goroutines = {
    .id = "tide-max-goroutines",
    .summary = "tide.max_goroutines is not below zero.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_MAX_GOROUTINES_POSITIVE],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

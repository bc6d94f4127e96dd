#include "rules/prow/setting_check.h"

#include <inttypes.h>

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "deck.spyglass.size_limit");
    int64_t n;

    if (!setting_int(&s, &n) || n >= 0)
        return;
    setting_report(c, &s, setting_place(&s), "%.*s is %" PRId64 "; it can't be below zero", STR_ARG(s.path), n);
    prow_says(c, "invalid value for deck.spyglass.size_limit, must be >=0");
}

const struct rule rule_spyglass_size = {
    .id = "spyglass-size",
    .summary = "deck.spyglass.size_limit is not below zero.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SPYGLASS_VIEWERS],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

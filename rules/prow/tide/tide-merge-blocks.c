#include "base/quote.h"
#include "rules/prow/setting_check.h"

static bool valid(struct str policy)
{
    return str_eq(policy, STR("ignore")) || str_eq(policy, STR("permit")) || str_eq(policy, STR("block"));
}

static void tell(struct check *c, const struct setting *e)
{
    struct arena *a = check_arena(c);

    setting_report(c, e, setting_place(e), "\"%.*s\" is no policy; ignore, permit and block are",
                   STR_ARG(setting_text(e)));
    prow_says(c, "tide.github_merge_blocks_policy[%.*s] has invalid value %.*s, must be one of: ignore, permit, block",
              STR_ARG(arena_quote(a, setting_key(e))), STR_ARG(arena_quote(a, setting_text(e))));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "tide.github_merge_blocks_policy");

    for (struct setting e = { 0 }; setting_next(t->scratch, &map, &e);)
        if (!valid(setting_text(&e)) && (!e.value || node_kind(e.value) == NODE_STRING))
            tell(c, &e);
}

const struct rule rule_tide_merge_blocks = {
    .id = "tide-merge-blocks",
    .summary = "The values of tide.github_merge_blocks_policy are ignore, permit or block.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_MERGE_BLOCKS_POLICY],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

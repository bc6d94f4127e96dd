#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting file;

    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting include = setting_get(t->scratch, &file, "branch-protection.include");
        struct setting exclude = setting_get(t->scratch, &file, "branch-protection.exclude");
        if (setting_is_set(&include) && setting_is_set(&exclude))
            setting_check_exclusive(c, &include, &exclude, "branches that are not included are left out anyway",
                                    "Forbidden to set both Policy.Include and Policy.Exclude, Please use either "
                                    "Include or Exclude!",
                                    BEHAVIOUR_BRANCH_PROTECTION_INCLUDE_EXCLUDE);
    }
}

const struct rule rule_branch_protection_include_exclude = {
    .id = "branch-protection-include-exclude",
    .formerly = "bp-include-exclude",
    .summary = "The policy at the top of branch-protection includes branches or excludes some, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

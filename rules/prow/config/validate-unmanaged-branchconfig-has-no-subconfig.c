#include "rules/prow/protection/unmanaged.h"
#include "schema/behaviour.h"

static struct str says(struct arena *a, const struct unmanaged *u)
{
    const struct str org = u->names[0], repo = u->names[1], branch = u->names[2];

    switch (u->is) {
    case UNMANAGED_TOP:
        return STR("branch protection is globally set to unmanaged, but has configuration");
    case UNMANAGED_ORG_BELOW_TOP:
        return ARENA_JOIN(a,
                          STR("branch protection config is globally set to unmanaged but has configuration for "
                              "org "),
                          org, STR(" without setting the org to unmanaged: false"));
    case UNMANAGED_ORG:
        return ARENA_JOIN(a, STR("branch protection config for org "), org,
                          STR(" is set to unmanaged, but it defines settings"));
    case UNMANAGED_REPO_BELOW_ORG:
        return ARENA_JOIN(a, STR("branch protection config for repo "), org, STR("/"), repo,
                          STR(" is defined, but branch protection is unmanaged for org "), org,
                          STR(" without setting the repo to unmanaged: false"));
    case UNMANAGED_REPO:
        return ARENA_JOIN(a, STR("branch protection config for repo "), org, STR("/"), repo,
                          STR(" is set to unmanaged, but it defines settings"));
    case UNMANAGED_BRANCH_BELOW_REPO:
        return ARENA_JOIN(a, STR("branch protection for repo "), org, STR("/"), repo,
                          STR(" is set to unmanaged, but it defines settings for branch "), branch,
                          STR(" without setting the branch to unmanaged: false"));
    default:
        return ARENA_JOIN(a, STR("branch protection config for branch "), branch, STR(" in repo "), org, STR("/"), repo,
                          STR(" is set to unmanaged but defines settings"));
    }
}

/* checkconfig overlooks that the organization or repository itself says unmanaged: false, and asks what is below it. */
static struct str what(struct arena *a, const struct unmanaged *u)
{
    if (u->node != u->by && u->node->managed)
        return ARENA_JOIN(a, u->node->name,
                          STR(" says unmanaged: false, which checkconfig does not see: it wants the word on something "
                              "listed below"));
    if (u->node != u->by)
        return ARENA_JOIN(a, STR("nobody applies what is set for "), u->node->name,
                          STR(": what stands above is unmanaged; say unmanaged: false here, or drop it"));
    return STR("nobody applies this: branch protection is unmanaged here, and nothing below says unmanaged: false");
}

static void tell(struct check *c, const struct unmanaged *u)
{
    struct arena *a = check_arena(c);

    if (u->is == UNMANAGED_UNSEEN)
        return;
    unmanaged_report(c, u, what(a, u));
    prow_says(c, "%.*s", STR_ARG(says(a, u)));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    unmanaged_find(c, t, tell);
}

const struct rule rule_validate_unmanaged_branchconfig_has_no_subconfig = {
    .id = "validate-unmanaged-branchconfig-has-no-subconfig",
    .summary = "Where branch protection is unmanaged, nothing is set that nobody would apply.",
    .severity = SEVERITY_WARNING,
    .warning = "validate-unmanaged-branchconfig-has-no-subconfig",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_UNMANAGED_BRANCHCONFIG],
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};

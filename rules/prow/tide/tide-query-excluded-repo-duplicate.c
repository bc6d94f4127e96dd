#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    tide_query_check_duplicates(c, t, q, "excludedRepos", BEHAVIOUR_TIDE_QUERY_EXCLUDED_REPOS);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    tide_queries_each(c, t, BEHAVIOUR_TIDE_QUERY_EXCLUDED_REPOS, look);
}

const struct rule rule_tide_query_excluded_repo_duplicate = {
    .id = "tide-query-excluded-repo-duplicate",
    .formerly = "tq-excl-dup",
    .summary = "No repository stands twice in the excludedRepos of a tide query.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};

#include "base/quote.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct setting orgs = setting_get(t->scratch, &q->setting, "orgs");
    struct setting repos = setting_get(t->scratch, &q->setting, "excludedRepos");
    struct arena *a = check_arena(c);
    struct map by_name;
    struct str org;

    tide_query_texts(&by_name, t->scratch, &orgs);
    for (struct setting e = { 0 }; tide_query_next(t->scratch, &repos, &e);) {
        struct str repo = setting_text(&e);
        if (!tide_query_repo(repo, &org) || map_get(&by_name, org))
            continue;
        setting_report(c, &e, setting_place(&e),
                       "\"%.*s\" is not in this query to begin with: %.*s is none of its orgs", STR_ARG(repo),
                       STR_ARG(org));
        tide_query_says(c, q, "excludedRepos[%zu]: %.*s has no effect because org %.*s is not included", e.index,
                        STR_ARG(arena_quote(a, repo)), STR_ARG(arena_quote(a, org)));
    }
}

const struct rule rule_tide_query_excluded_repo_no_effect = {
    .id = "tide-query-excluded-repo-no-effect",
    .formerly = "tq-excl-noeffect",
    .summary = "The excludedRepos of a tide query belong to its orgs.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_EXCLUDED_REPOS],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};

#include "base/quote.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct setting repos = setting_get(t->scratch, &q->setting, "excludedRepos");
    struct str org;

    for (struct setting e = { 0 }; tide_query_next(t->scratch, &repos, &e);) {
        struct str repo = setting_text(&e);
        if (tide_query_repo(repo, &org))
            continue;
        setting_report(c, &e, setting_place(&e), "\"%.*s\" is not of the form org/repo", STR_ARG(repo));
        tide_query_says(c, q, "excludedRepos[%zu]: %.*s is not of the form \"org/repo\"", e.index,
                        STR_ARG(arena_quote(check_arena(c), repo)));
    }
}

const struct rule rule_tide_query_excluded_repo_form = {
    .id = "tide-query-excluded-repo-form",
    .formerly = "tq-excl-form",
    .summary = "The excludedRepos of a tide query have the form org/repo.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_EXCLUDED_REPOS],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};

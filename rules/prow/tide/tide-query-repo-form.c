#include "base/quote.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct setting repos = setting_get(t->scratch, &q->setting, "repos");
    struct str org;

    for (struct setting e = { 0 }; tide_query_next(t->scratch, &repos, &e);) {
        struct str repo = setting_text(&e);
        if (tide_query_repo(repo, &org))
            continue;
        setting_report(c, &e, setting_place(&e), "\"%.*s\" is not of the form org/repo; a whole org belongs into orgs",
                       STR_ARG(repo));
        tide_query_says(c, q, "repos[%zu]: %.*s is not of the form \"org/repo\"", e.index,
                        STR_ARG(arena_quote(check_arena(c), repo)));
    }
}

const struct rule rule_tide_query_repo_form = {
    .id = "tide-query-repo-form",
    .formerly = "tq-repo-form",
    .summary = "The repos of a tide query have the form org/repo.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_REPO_FORM],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};

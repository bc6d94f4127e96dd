#include "base/quote.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct setting orgs = setting_get(t->scratch, &q->setting, "orgs");
    struct setting repos = setting_get(t->scratch, &q->setting, "repos");
    struct arena *a = check_arena(c);
    struct map by_name;
    struct str org;

    tide_query_texts(&by_name, t->scratch, &orgs);
    for (struct setting e = { 0 }; tide_query_next(t->scratch, &repos, &e);) {
        struct str repo = setting_text(&e);
        const struct setting *covered = tide_query_repo(repo, &org) ? map_get(&by_name, org) : NULL;
        if (!covered)
            continue;
        setting_report(c, &e, setting_place(&e), "\"%.*s\" is part of this query already, with its whole org",
                       STR_ARG(repo));
        also(c, setting_place(covered), "its org stands here");
        tide_query_says(c, q, "repos[%zu]: %.*s is already included via org: %.*s", e.index,
                        STR_ARG(arena_quote(a, repo)), STR_ARG(arena_quote(a, org)));
    }
}

const struct rule rule_tide_query_repo_covered = {
    .id = "tide-query-repo-covered",
    .formerly = "tq-repo-covered",
    .summary = "No repository of a tide query belongs to one of its orgs.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_ORGS],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};

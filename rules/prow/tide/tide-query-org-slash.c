#include "base/quote.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct setting orgs = setting_get(t->scratch, &q->setting, "orgs");

    for (struct setting e = { 0 }; tide_query_next(t->scratch, &orgs, &e);) {
        struct str org = setting_text(&e);
        if (str_find_char(org, '/') == SIZE_MAX)
            continue;
        setting_report(c, &e, setting_place(&e), "\"%.*s\" is no org; a single repository belongs into repos",
                       STR_ARG(org));
        tide_query_says(c, q, "orgs[%zu]: %.*s contains a '/' which is not valid", e.index,
                        STR_ARG(arena_quote(check_arena(c), org)));
    }
}

const struct rule rule_tide_query_org_slash = {
    .id = "tide-query-org-slash",
    .formerly = "tq-org-slash",
    .summary = "The orgs of a tide query are names without a slash.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_ORGS],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};

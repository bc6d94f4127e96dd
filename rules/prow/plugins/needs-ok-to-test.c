#include "prow/tide/tide_joined.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

static void look(struct check *c, const struct prow_tree *t, const struct joined_query *q, size_t position)
{
    if (!joined_query_label(t->scratch, q, 0, "labels", STR("lgtm")).at)
        return;
    for (struct joined_walk w = { 0 }; joined_query_next(t->scratch, q, "missingLabels", &w);) {
        struct setting lgtm = joined_query_label(t->scratch, q, w.part, "labels", STR("lgtm"));
        if (!str_eq(setting_text(&w.entry), STR("needs-ok-to-test")))
            continue;
        setting_report(c, &w.entry, setting_place(&w.entry),
                       "this query requires lgtm already, so needs-ok-to-test only keeps back pull requests that "
                       "somebody trusted looked at");
        also(c, setting_place(&lgtm), "lgtm is required here");
        prow_says(c,
                  "the tide query at position %zuforbids the \"needs-ok-to-test\" label and requires the \"lgtm\" "
                  "label, which is not recommended; see "
                  "https://docs.prow.k8s.io/docs/components/core/tide/maintainers/#best-practices for more information",
                  position);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct joined_queries queries;

    joined_queries_read(&queries, t, check_window(c));
    for (size_t i = 0; i < queries.count; i++)
        look(c, t, queries.items[i], i);
}

const struct rule rule_needs_ok_to_test = {
    .id = "needs-ok-to-test",
    .summary = "No tide query that requires lgtm also forbids needs-ok-to-test.",
    .severity = SEVERITY_WARNING,
    .warning = "needs-ok-to-test",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_NEEDS_OK_TO_TEST],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

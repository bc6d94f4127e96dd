#include "base/quote.h"
#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting agents = setting_find(t, "deck.external_agent_logs");

    for (struct setting e = { 0 }; setting_next(t->scratch, &agents, &e);) {
        struct setting s = setting_get(t->scratch, &e, "selector");
        struct str quoted = arena_quote(t->scratch, setting_text(&s));
        setting_check_selector(c, &s, ARENA_JOIN(t->scratch, STR("error parsing selector "), quoted, STR(": ")));
    }
}

const struct rule rule_deck_agent_selector = {
    .id = "deck-agent-selector",
    .summary = "The selector of an external agent is a label selector.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

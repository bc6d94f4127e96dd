#include "base/quote.h"
#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting agents = setting_find(t, "deck.external_agent_logs");

    for (struct setting e = { 0 }; setting_next(t->scratch, &agents, &e);) {
        struct setting agent = setting_get(t->scratch, &e, "agent");
        struct setting s = setting_get(t->scratch, &e, "url_template");
        struct str quoted = arena_quote(t->scratch, setting_text(&agent));
        setting_check_template(c, &s, setting_text(&agent), NULL,
                               ARENA_JOIN(t->scratch, STR("parsing template for agent "), quoted, STR(": ")));
    }
}

const struct rule rule_deck_agent_template = {
    .id = "deck-agent-template",
    .summary = "The url_template of an external agent is a template that Go can parse.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

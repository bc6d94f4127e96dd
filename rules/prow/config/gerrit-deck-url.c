#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "gerrit.deck_url");

    setting_check_url(c, &s, STR("invalid value for gerrit.deck_url: "));
}

const struct rule rule_gerrit_deck_url = {
    .id = "gerrit-deck-url",
    .summary = "gerrit.deck_url is a URL.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_GERRIT_DECK_URL_PARSES],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

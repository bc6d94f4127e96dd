#include "rules/prow/config/rerun_auth.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct rerun_auth *auth)
{
    struct setting list = rerun_auth_superfluous(t->scratch, &auth->config);
    struct setting anyone = setting_get(t->scratch, &auth->config, "allow_anyone");

    if (!list.value)
        return;
    setting_report(c, &list, setting_key_place(&list),
                   "this list says nothing, as allow_anyone is true; drop the one or the other");
    also(c, setting_key_place(&anyone), "anyone is allowed here");
    prow_says(c, "%.*sallow anyone is set to true and permitted users or groups are specified", STR_ARG(auth->says));
    refused_by_some(c, auth->since);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    rerun_auths_each(c, t, look);
}

const struct rule rule_deck_rerun_anyone = {
    .id = "deck-rerun-anyone",
    .summary = "Who may rerun jobs on the web page is anyone, or a list, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

#include "base/quote.h"
#include "rules/prow/config/gangway.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct setting *client)
{
    struct setting gcp = setting_get(t->scratch, client, "gcp");
    struct setting number = setting_get(t->scratch, &gcp, "endpoint_api_consumer_number");
    struct str text = setting_text(&number);

    if (node_kind(gcp.value) != NODE_MAPPING || gangway_number_valid(text) || (!text.len && !setting_is_blank(&number)))
        return;
    setting_report(c, &number, number.at ? setting_place(&number) : setting_key_place(&gcp),
                   "endpoint_api_consumer_number has to be the number of a project, digits only, not its name");
    prow_says(c, "invalid EndpointApiConsumerNumber: %.*s", STR_ARG(arena_quote(check_arena(c), text)));
    refused_by_some(c, BEHAVIOUR_GANGWAY_CLIENTS);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    gangway_clients_each(c, t, look);
}

const struct rule rule_gangway_number = {
    .id = "gangway-number",
    .summary = "Every client of Gangway has the number of its project.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

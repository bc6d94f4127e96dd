#include "base/quote.h"
#include "rules/prow/config/gangway.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct setting *client)
{
    struct setting gcp = setting_get(t->scratch, client, "gcp");
    struct setting type = setting_get(t->scratch, &gcp, "endpoint_api_consumer_type");
    struct str text = setting_text(&type);

    if (node_kind(gcp.value) != NODE_MAPPING || str_eq(text, STR("PROJECT")) || (!text.len && !setting_is_blank(&type)))
        return;
    setting_report(c, &type, type.at ? setting_place(&type) : setting_key_place(&gcp),
                   "endpoint_api_consumer_type has to be PROJECT: projects are the only clients there are");
    prow_says(c, "unsupported GCP API consumer type: %.*s", STR_ARG(arena_quote(check_arena(c), text)));
    refused_by_some(c, BEHAVIOUR_GANGWAY_CLIENTS);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    gangway_clients_each(c, t, look);
}

const struct rule rule_gangway_type = {
    .id = "gangway-type",
    .summary = "Every client of Gangway is a PROJECT.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

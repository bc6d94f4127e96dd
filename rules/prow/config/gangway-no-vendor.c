#include "rules/prow/config/gangway.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct setting *client)
{
    struct setting gcp = setting_get(t->scratch, client, "gcp");

    if (gcp.value)
        return;
    setting_report(c, client, gcp.at ? setting_place(&gcp) : setting_place(client),
                   "nothing says who this client is; gcp is the only vendor there is");
    prow_says(c, "allowedApiClient did not have a cloud vendor set");
    refused_by_some(c, BEHAVIOUR_GANGWAY_CLIENTS);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    gangway_clients_each(c, t, look);
}

const struct rule rule_gangway_no_vendor = {
    .id = "gangway-no-vendor",
    .summary = "Every client of Gangway is identified by a cloud vendor.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

#include "rules/prow/config/gangway.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct setting *client)
{
    struct setting filters = setting_get(t->scratch, client, "allowed_jobs_filters");

    if (filters.value && (node_kind(filters.value) != NODE_SEQUENCE || setting_count(&filters)))
        return;
    setting_report(c, &filters, filters.at ? setting_place(&filters) : setting_place(client),
                   "nothing says which jobs this client may start; it needs allowed_jobs_filters");
    prow_says(c, "allowed_jobs_filters field cannot be empty");
    refused_by_some(c, BEHAVIOUR_GANGWAY_CLIENTS);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    gangway_clients_each(c, t, look);
}

const struct rule rule_gangway_no_filters = {
    .id = "gangway-no-filters",
    .summary = "Every client of Gangway has filters for the jobs it may start.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

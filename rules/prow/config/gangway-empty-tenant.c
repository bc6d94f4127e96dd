#include "rules/prow/config/gangway.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct setting *client)
{
    struct setting filters = setting_get(t->scratch, client, "allowed_jobs_filters");

    for (struct setting e = { 0 }; setting_next(t->scratch, &filters, &e);) {
        struct setting tenant = setting_get(t->scratch, &e, "tenant_id");
        if (!setting_is_blank(&tenant) || (e.value && node_kind(e.value) != NODE_MAPPING))
            continue;
        setting_report(c, &tenant, tenant.at ? setting_place(&tenant) : setting_place(&e),
                       "this filter has no tenant_id, the only thing that it can go by");
        prow_says(c, "AllowedJobsFilters entry has an empty tenant_id");
        refused_by_some(c, BEHAVIOUR_GANGWAY_CLIENTS);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    gangway_clients_each(c, t, look);
}

const struct rule rule_gangway_empty_tenant = {
    .id = "gangway-empty-tenant",
    .summary = "Every filter of a Gangway client names a tenant.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

#include "base/map.h"
#include "rules/prow/config/gangway.h"
#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct prow_tree *t, const struct setting *client, const struct setting *first,
                 struct str id)
{
    struct setting number = setting_get(t->scratch, client, "gcp.endpoint_api_consumer_number");
    struct setting other = setting_get(t->scratch, first, "gcp.endpoint_api_consumer_number");

    setting_report(c, &number, setting_place(&number),
                   "project %.*s is a client already; put all filters into one entry", STR_ARG(setting_text(&number)));
    also(c, setting_place(&other), "first listed here");
    prow_says(c, "AllowedApiClient \"%.*s\" declared multiple times", STR_ARG(id));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting clients = setting_find(t, "gangway.allowed_api_clients");
    struct map seen;

    map_init(&seen, t->scratch);
    for (struct setting e = { 0 }; setting_next(t->scratch, &clients, &e);) {
        struct str id = gangway_client_id(t->scratch, &e);
        struct setting *first = id.len ? map_get(&seen, id) : NULL;
        if (first)
            tell(c, t, &e, first, id);
        else if (id.len)
            *map_at(&seen, id) = setting_keep(t->scratch, &e);
    }
}

const struct rule rule_gangway_duplicate = {
    .id = "gangway-duplicate",
    .summary = "No two clients of Gangway are the same project.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_GANGWAY_CLIENTS],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

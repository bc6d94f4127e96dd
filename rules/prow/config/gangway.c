#include "rules/prow/config/gangway.h"

#include "rule/rule.h"
#include "schema/behaviour.h"

void gangway_clients_each(struct check *c, const struct prow_tree *t,
                          void (*look)(struct check *c, const struct prow_tree *t, const struct setting *client))
{
    struct setting clients = setting_find(t, "gangway.allowed_api_clients");

    if (!behaviour_may_hold(check_window(c), BEHAVIOUR_GANGWAY_CLIENTS))
        return;
    for (struct setting e = { 0 }; setting_next(t->scratch, &clients, &e);)
        look(c, t, &e);
}

bool gangway_number_valid(struct str number)
{
    for (size_t i = 0; i < number.len; i++)
        if (number.p[i] < '0' || number.p[i] > '9')
            return false;
    return number.len > 0;
}

struct str gangway_client_id(struct arena *a, const struct setting *client)
{
    struct setting type = setting_get(a, client, "gcp.endpoint_api_consumer_type");
    struct setting number = setting_get(a, client, "gcp.endpoint_api_consumer_number");

    if (!str_eq(setting_text(&type), STR("PROJECT")) || !gangway_number_valid(setting_text(&number)))
        return STR("");
    return ARENA_JOIN(a, STR("gcp-PROJECT-"), setting_text(&number));
}

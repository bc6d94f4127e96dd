/* gangway: the clients that may start jobs from outside (Gangway.Validate). */
#ifndef RULES_PROW_CONFIG_GANGWAY_H
#define RULES_PROW_CONFIG_GANGWAY_H

#include "prow/files/setting.h"

/* Calls look for every entry of gangway.allowed_api_clients, where a deployed version knows Gangway. */
void gangway_clients_each(struct check *c, const struct prow_tree *t,
                          void (*look)(struct check *c, const struct prow_tree *t, const struct setting *client));

/* What identifies a client by its Google Cloud project: "gcp-PROJECT-123", in the arena. Empty for a client
 * that Prow refuses for its type or number. */
struct str gangway_client_id(struct arena *a, const struct setting *client);

/* Whether it is a project number: ^[0-9]+$ */
bool gangway_number_valid(struct str number);

#endif

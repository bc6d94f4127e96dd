/* rerun_auth: who may rerun jobs, as Deck is told it in the main file. */
#ifndef RULES_PROW_CONFIG_RERUN_AUTH_H
#define RULES_PROW_CONFIG_RERUN_AUTH_H

#include "prow/files/setting.h"
#include "schema/behaviour.h"

/* The first list of users, teams or orgs that stands beside allow_anyone: true, which says nothing more then
 * and is refused (RerunAuthConfig.Validate); without value when all is well. In the arena. */
struct setting rerun_auth_superfluous(struct arena *a, const struct setting *config);

/* One config of Deck with what Prow prints before its error. */
struct rerun_auth {
    struct setting config;
    struct str says;
    enum behaviour since; /* what made Prow read it */
};

/* Calls look for every config of Deck: those of the list, or those of the map in the order in which Prow
 * makes a list of it ("", "*", orgs, repos). */
void rerun_auths_each(struct check *c, const struct prow_tree *t,
                      void (*look)(struct check *c, const struct prow_tree *t, const struct rerun_auth *auth));

#endif

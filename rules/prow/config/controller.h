/* controller: what plank and each of the jenkins_operators have in common (ValidateController). */
#ifndef RULES_PROW_CONFIG_CONTROLLER_H
#define RULES_PROW_CONFIG_CONTROLLER_H

#include "prow/files/setting.h"
#include "rule/rule.h"

struct controller {
    struct setting setting; /* plank, jenkins_operators[0] */
    bool jenkins;
    struct str says; /* what Prow prints before every error of it */
};

/* Calls look for plank, where it is there, and for each Jenkins operator. */
void controllers_each(struct check *c, const struct prow_tree *t,
                      void (*look)(struct check *c, const struct prow_tree *t,
                                   const struct controller *controller));

/* Reports an integer of the controller below zero. what says how Prow calls what it needs to be. */
void controller_check_not_negative(struct check *c, const struct prow_tree *t,
                                   const struct controller *controller, const char *field, const char *what);

#endif

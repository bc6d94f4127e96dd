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

typedef void look_at_controller(struct check *c, const struct prow_tree *t, const struct controller *controller);

/* What a rule about them has to be told (.with). */
struct controller_rule {
    look_at_controller *look;
    const char *field, *what; /* for controller_check_not_negative */
};

/* Calls the rule's look for plank, where it is there, and for each Jenkins operator. */
void controllers_each(struct check *c, const struct prow_tree *t);

/* Reports the rule's field of the controller where it is below zero. what says how Prow calls what it needs to be. */
look_at_controller controller_check_not_negative;

#endif

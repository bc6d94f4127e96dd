#include "rules/prow/config/controller.h"

static void look(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    controller_check_not_negative(c, t, controller, "max_goroutines", "positive");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    controllers_each(c, t, look);
}

const struct rule rule_controller_max_goroutines = {
    .id = "controller-max-goroutines",
    .formerly = "ctrl-max-goroutines",
    .summary = "A controller has no max_goroutines below zero.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};

#include "rules/prow/config/controller.h"

static void look(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    controller_check_not_negative(c, t, controller, "max_concurrency", "non-negative");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    controllers_each(c, t, look);
}

const struct rule rule_controller_max_concurrency = {
    .id = "controller-max-concurrency",
    .formerly = "ctrl-max-concurrency",
    .summary = "A controller has no max_concurrency below zero.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};

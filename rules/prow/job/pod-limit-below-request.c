#include "rules/prow/job/resource_amount.h"

static void look(struct check *c, const struct resource_amount *x)
{
    const struct node *limits = node_field(node_field(x->of->node, STR("resources")), STR("limits"));
    const struct node *limit = node_get(limits, x->name);
    struct resource_amount most = { .of = x->of, .value = limit };
    struct quantity wanted, q;

    if (!str_eq(str_c(x->side), STR("requests")) || !limit || str_eq(node_text(x->value), node_text(limit)) ||
        !resource_amount_read(x, &wanted) || !resource_amount_read(&most, &q) || quantity_compare(&wanted, &q) <= 0)
        return;
    spec_container_report(c, x->of, x->value, resource_amount_path(x),
                          "%.*s requests %.*s of %.*s and is limited to %.*s; the API server refuses a request above "
                          "the limit, so every run ends in error",
                          STR_ARG(spec_container_name(x->of)), STR_ARG(node_text(x->value)), STR_ARG(x->name),
                          STR_ARG(node_text(limit)));
    also(c, prow_place(x->of->job->file, limit), "the limit");
}

const struct rule rule_pod_limit_below_request = {
    .id = "pod-limit-below-request",
    .summary = "No container requests more of a resource than its limit.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .ours = true,
    .with = &(const struct resource_rule){ look },
    .job = resource_amounts_check,
};

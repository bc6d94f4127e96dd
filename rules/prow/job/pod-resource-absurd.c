#include "rules/prow/job/resource_amount.h"

static bool is_below(const struct resource_amount *x, const struct quantity *amount, const char *bound)
{
    struct quantity q;
    struct str error;

    return quantity_parse(str_c(bound), x->of->job->arena, &q, &error) && quantity_compare(amount, &q) < 0;
}

static bool is_bytes(struct str resource)
{
    return str_eq(resource, STR("memory")) || str_eq(resource, STR("ephemeral-storage"));
}

/* What may be meant: bytes by the thousandth are megabytes, cores by the thousand are thousandths. */
static struct str meant(const struct resource_amount *x)
{
    struct str text = node_text(x->value), number = str_trim_suffix(text, STR("m"));

    for (size_t i = 0; i < number.len; i++)
        if (number.p[i] < '0' || number.p[i] > '9')
            return STR("");
    return arena_printf(x->of->job->arena, "%.*s%s", STR_ARG(number), is_bytes(x->name) ? "Mi" : "m");
}

static void tell(struct check *c, const struct resource_amount *x, const char *what, bool certain)
{
    struct str text = node_text(x->value), better = meant(x);

    spec_container_report(c, x->of, x->value, resource_amount_path(x), "%s of %.*s for %.*s are \"%.*s\": %s%s%.*s%s",
                          x->side, STR_ARG(x->name), STR_ARG(spec_container_name(x->of)), STR_ARG(text), what,
                          better.len ? "; did you mean " : "", STR_ARG(better), better.len ? "?" : "");
    if (better.len)
        repair(c, REPAIR_LIKELY, prow_place(x->of->job->file, x->value), better);
    if (!certain)
        no_more_than(c, SEVERITY_WARNING);
}

/* "500m", "4", "8Gi", as nearly all are: whole digits without a nought before them, and a unit in which every such amount is
 * one that machines have. */
static bool is_plain(struct str text, bool bytes)
{
    size_t n = 0;
    struct str unit;

    while (n < text.len && text.p[n] >= '0' && text.p[n] <= '9')
        n++;
    unit = str_from(text, n);
    if (n == 0 || text.p[0] == '0')
        return false;
    if (bytes)
        return str_eq(unit, STR("Gi")) || str_eq(unit, STR("Mi")) || str_eq(unit, STR("G")) ||
               (str_eq(unit, STR("M")) && n > 1) || str_eq(unit, STR("Ti"));
    return (unit.len == 0 && n <= 3) || (str_eq(unit, STR("m")) && n <= 6);
}

static void look(struct check *c, const struct resource_amount *x)
{
    bool limit = str_eq(str_c(x->side), STR("limits")), bytes = is_bytes(x->name);
    struct quantity q;

    if ((!bytes && !str_eq(x->name, STR("cpu"))) || is_plain(node_text(x->value), bytes) ||
        !resource_amount_read(x, &q) || quantity_sign(&q) <= 0)
        return;
    if (bytes && !is_below(x, &q, "1Mi"))
        return;
    if (bytes && is_below(x, &q, "1"))
        tell(c, x, "less than one byte, \"m\" is a thousandth", limit);
    else if (bytes)
        tell(c, x, "less than a megabyte, in which no container starts", limit);
    else if (!is_below(x, &q, "1000"))
        tell(c, x, "whole processors, more than any machine has, so the pod waits for ever", false);
}

const struct rule rule_pod_resource_absurd = {
    .id = "pod-resource-absurd",
    .summary = "Containers request and limit amounts that machines have and containers need.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .ours = true,
    .with = &(const struct resource_rule){ look },
    .job = resource_amounts_check,
};

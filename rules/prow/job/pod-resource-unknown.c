#include "base/nearest.h"
#include "rules/prow/job/resource_amount.h"

static const char *const standard[] = { "cpu", "memory", "ephemeral-storage" };

/* validateContainerResourceName of Kubernetes: standard names, huge pages, and names of others with a domain. */
static bool is_known(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(standard); i++)
        if (str_eq(name, str_c(standard[i])))
            return true;
    return str_starts(name, STR("hugepages-")) || str_find_char(name, '/') != SIZE_MAX;
}

static struct str nearest(struct str name)
{
    struct str found = STR("");
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < COUNT_OF(standard); i++)
        if (nearest_better(name, str_c(standard[i]), &least))
            found = str_c(standard[i]);
    return found;
}

static void look(struct check *c, const struct resource_amount *x)
{
    struct str near;

    if (is_known(x->name))
        return;
    near = nearest(x->name);
    spec_container_report(c, x->of, x->key, resource_amount_path(x),
                          "%s of %.*s name the resource \"%.*s\", which there is not%s%.*s%s; the API server refuses "
                          "the pod, so every run ends in error",
                          x->side, STR_ARG(spec_container_name(x->of)), STR_ARG(x->name),
                          near.len ? "; did you mean " : "", STR_ARG(near), near.len ? "?" : "");
    if (near.len)
        repair(c, REPAIR_LIKELY, prow_place(x->of->job->file, x->key), near);
}

const struct rule rule_pod_resource_unknown = {
    .id = "pod-resource-unknown",
    .summary = "Containers request and limit resources that there are.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .ours = true,
    .with = &(const struct resource_rule){ look },
    .job = resource_amounts_check,
};

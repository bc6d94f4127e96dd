#include "rules/delta/deployment.h"

static struct str words(const struct pipeline_change *c, struct arena *a)
{
    if (c->kind == CHANGE_GROUP_RENAMED)
        return ARENA_JOIN(a, STR("resource group "), rollout_short(c->subject), STR(" was called "), c->before,
                          STR(": EV2 remembers groups by name, and ends a roll-out that lacks one it knows"));
    return ARENA_JOIN(a, c->kind == CHANGE_SERVICE_GONE ? STR("service ") : STR("resource group "),
                      rollout_short(c->subject),
                      c->kind == CHANGE_SERVICE_GONE
                          ? STR(" is removed with its resource groups: EV2 remembers them, and "
                                "ends a roll-out that lacks them")
                          : STR(" is removed: EV2 remembers it, and ends a roll-out that lacks it"));
}

const struct rule rule_resource_group_renamed = {
    .id = "resource-group-renamed",
    .summary = "EV2 finds every resource group that it remembers.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_PIPELINES,
    .with = &(const struct deployment_rule){ "resource-group-renamed",
                                             1UL << CHANGE_GROUP_RENAMED | 1UL << CHANGE_GROUP_GONE |
                                                 1UL << CHANGE_SERVICE_GONE,
                                             true, words },
    .delta = deployment_report,
};

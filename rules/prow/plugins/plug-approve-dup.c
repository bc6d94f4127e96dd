#include "rules/prow/plugins/plugin_repos.h"

const struct rule rule_plug_approve_dup = {
    .id = "plug-approve-dup",
    .summary = "No organization or repository has two entries under approve.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_APPROVE_WELCOME_UNIQUE],
    .with = "approve",
    .reads = READS_PLUGINS,
    .tree = plugin_repos_unique,
};

#include "rules/prow/plugins/plugin_repos.h"

const struct rule rule_plug_welcome_dup = {
    .id = "plug-welcome-dup",
    .summary = "No organization or repository has two entries under welcome.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_APPROVE_WELCOME_UNIQUE],
    .with = "welcome",
    .reads = READS_PLUGINS,
    .tree = plugin_repos_unique,
};

#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "pubsub_subscriptions"), list = setting_find(t, "pubsub_triggers");

    if (node_kind(map.value) == NODE_MAPPING && node_kind(list.value) == NODE_SEQUENCE)
        setting_check_exclusive(c, &map, &list, "move the projects of the former into the latter",
                                "pubsub_subscriptions and pubsub_triggers are mutually exclusive",
                                BEHAVIOUR_PUBSUB_TRIGGERS);
}

const struct rule rule_pubsub_both = {
    .id = "pubsub-both",
    .summary = "The main file has pubsub_subscriptions or pubsub_triggers, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct setting *repo, const struct setting *org)
{
    setting_report(c, repo, setting_key_place(repo),
                   "%.*s has the webhook of its organization already: every event would come twice",
                   STR_ARG(setting_key(repo)));
    also(c, setting_key_place(org), "the organization stands here");
    prow_says(c,
              "org-level and repo-level webhooks are configured together for \"%.*s\", which is not allowed as there "
              "will be duplicated webhook events",
              STR_ARG(setting_key(repo)));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "managed_webhooks.org_repo_config"), repo = { 0 };

    if (node_kind(map.value) != NODE_MAPPING)
        return;
    while (setting_next(t->scratch, &map, &repo)) {
        struct str name, rest;
        struct setting org;
        if (!str_cut(setting_key(&repo), '/', &name, &rest))
            continue;
        org = setting_entry(t->scratch, &map, name);
        if (org.at)
            tell(c, &repo, &org);
    }
}

const struct rule rule_managed_webhooks = {
    .id = "managed-webhooks",
    .summary = "managed_webhooks names an organization or repositories of it, not both.",
    .severity = SEVERITY_WARNING,
    .warning = "managed-webhooks",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_MANAGED_WEBHOOKS],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};

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
    struct setting map = setting_find(t, "managed_webhooks.org_repo_config"), e = { 0 };
    struct map orgs;

    if (node_kind(map.value) != NODE_MAPPING)
        return;
    map_init(&orgs, t->scratch);
    while (setting_next(t->scratch, &map, &e))
        if (str_find_char(setting_key(&e), '/') == SIZE_MAX) {
            struct setting *org = ARENA_NEW(t->scratch, struct setting);
            *org = e;
            *map_at(&orgs, setting_key(&e)) = org;
        }
    for (e = (struct setting){ 0 }; setting_next(t->scratch, &map, &e);) {
        struct str name, rest;
        const struct setting *org = str_cut(setting_key(&e), '/', &name, &rest) ? map_get(&orgs, name) : NULL;
        if (org)
            tell(c, &e, org);
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

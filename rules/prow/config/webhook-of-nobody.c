#include "prow/index/names.h"
#include "rule/rule.h"

/* What was found last: repositories of one organization stand together. */
struct org_seen {
    struct str name;
    bool known, alone;
};

static bool org_is_alone(const struct names *n, struct org_seen *seen, struct str org)
{
    if (seen->known && str_eq(seen->name, org))
        return seen->alone;
    *seen = (struct org_seen){ .name = org, .known = true, .alone = true };
    for (const struct name_use *u = names_first(n, NAME_ORG, STR(""), org); u && seen->alone; u = u->next)
        seen->alone = u->by == BY_ADDRESSES;
    return seen->alone;
}

/* Nothing but webhooks is for it, nor, where it is a repository, for its organization. */
static bool is_alone(const struct names *n, struct org_seen *seen, const struct name *name)
{
    struct str org, repo;

    for (const struct name_use *u = name_first(n, name); u; u = u->next)
        if (u->by != BY_ADDRESSES || !str_starts(u->path, STR("managed_webhooks")))
            return false;
    return !str_cut(name->text, '/', &org, &repo) || org_is_alone(n, seen, org);
}

static void look(struct check *c, const struct names *n, enum name_kind kind)
{
    struct name_range all = names_of_kind(n, kind);
    struct org_seen seen = { .known = false };

    for (size_t i = 0; i < all.count; i++) {
        const struct name_use *u = name_first(n, all.items[i]);
        if (!u || u->by != BY_ADDRESSES || !is_alone(n, &seen, all.items[i]))
            continue;
        report(c, u->at,
               "a webhook is to be made for %.*s, and no job, query, plugin or policy is for it or its organization: "
               "where Prow's account has no rights there, making any webhook fails",
               STR_ARG(all.items[i]->text));
        at_path(c, "%.*s", STR_ARG(u->path));
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);

    look(c, &n, NAME_REPO);
}

const struct rule rule_webhook_of_nobody = {
    .id = "webhook-of-nobody",
    .summary = "Webhooks are made for repositories that something in the configuration is for.",
    .severity = SEVERITY_WARNING,
    .reads = READS(NAME_REPO) | READS(NAME_ORG),
    .tree = check_tree,
};

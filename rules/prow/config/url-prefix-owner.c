#include "base/nearest.h"
#include "prow/files/setting.h"
#include "prow/index/names.h"
#include "rule/rule.h"

enum { MOST_COMPARED = 256 };

static bool is_known(const struct names *n, struct str owner)
{
    return names_find(n, NAME_ORG, STR(""), owner) || names_find(n, NAME_REPO, STR(""), owner);
}

static struct str nearest(const struct names *n, struct str owner)
{
    enum name_kind kind = str_find_char(owner, '/') == SIZE_MAX ? NAME_ORG : NAME_REPO;
    struct name_range all = names_of_kind(n, kind);
    struct str found = STR("");
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < all.count && i < MOST_COMPARED; i++)
        if (nearest_better(owner, all.items[i]->text, &least))
            found = all.items[i]->text;
    return found;
}

static void check_key(struct check *c, const struct names *n, const struct setting *e)
{
    struct str owner = setting_key(e), near;

    if (str_eq(owner, STR("*")) || str_has(owner, STR("://")) || is_known(n, owner))
        return;
    near = nearest(n, owner);
    if (near.len) {
        setting_report(c, e, setting_key_place(e),
                       "no job, query, policy or plugin names %.*s, so no job gets this address; did you mean %.*s?",
                       STR_ARG(owner), STR_ARG(near));
        repair(c, REPAIR_LIKELY, setting_key_place(e), near);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct setting map = setting_find(t, "plank.job_url_prefix_config");

    for (struct setting e = { 0 }; setting_next(t->scratch, &map, &e);)
        check_key(c, &n, &e);
}

const struct rule rule_url_prefix_owner = {
    .id = "url-prefix-owner",
    .summary = "job_url_prefix_config names organizations and repositories that there are.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS(NAME_ORG) | READS(NAME_REPO),
    .tree = check_tree,
};

#include "prow/branches/required_contexts.h"
#include "prow/tide/tide_joined.h"
#include "rule/rule.h"

struct looking {
    struct check *check;
    const struct branch_protection *protection;
    struct arena *arena;
};

static bool is_asked(const struct looking *l, const struct setting *level, struct setting *from)
{
    *from = setting_get(l->arena, level, "from-branch-protection");
    return node_true(from->value);
}

/* Whether branch-protection lists an organization that some query is for. */
static bool any_org_is_listed(const struct looking *l, const struct joined_queries *q)
{
    struct str org, repo;

    for (size_t i = 0; i < q->orgs.count; i++)
        if (protected_below(&l->protection->top, q->orgs.entries[i].key))
            return true;
    for (size_t i = 0; i < q->repos.count; i++) {
        str_cut(q->repos.entries[i].key, '/', &org, &repo);
        if (protected_below(&l->protection->top, org))
            return true;
    }
    return q->orgs.count + q->repos.count == 0;
}

static void tell(const struct looking *l, const struct setting *from, const char *which, struct str org)
{
    setting_report(l->check, from, setting_place(from),
                   "tide takes nothing from branch protection here: %s%.*s is below branch-protection.orgs, so the "
                   "option changes nothing",
                   which, STR_ARG(org));
}

static bool next(struct arena *a, const struct setting *map, struct setting *e)
{
    return node_kind(map->value) == NODE_MAPPING && setting_next(a, map, e);
}

/* The options of an organization that is not listed, and of all below it. */
static void look_below(const struct looking *l, const struct setting *level, const char *const *fields, struct str org)
{
    struct setting map = setting_get(l->arena, level, fields[0]), from;

    for (struct setting e = { 0 }; fields[0] && next(l->arena, &map, &e);) {
        if (is_asked(l, &e, &from))
            tell(l, &from, "no entry for ", org);
        if (fields[1])
            look_below(l, &e, fields + 1, org);
    }
}

static void look_at_orgs(const struct looking *l, const struct setting *options)
{
    static const char *const below[] = { "repos", "branches", NULL };
    struct setting orgs = setting_get(l->arena, options, "orgs"), from;

    for (struct setting o = { 0 }; next(l->arena, &orgs, &o);) {
        if (protected_below(&l->protection->top, setting_key(&o)))
            continue;
        if (is_asked(l, &o, &from))
            tell(l, &from, "no entry for ", setting_key(&o));
        look_below(l, &o, below, setting_key(&o));
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting options = setting_find(t, "tide.context_options"), from;
    struct branch_protection protection;
    struct looking l = { c, &protection, t->scratch };
    struct joined_queries queries;

    branch_protection_read(&protection, t, check_window(c));
    joined_queries_read(&queries, t, check_window(c));
    if (is_asked(&l, &options, &from) && !any_org_is_listed(&l, &queries))
        tell(&l, &from, "no organization that it merges for", STR(""));
    look_at_orgs(&l, &options);
}

const struct rule rule_from_branch_protection_of_nothing = {
    .id = "from-branch-protection-of-nothing",
    .summary = "Where tide takes contexts from branch protection, branch-protection lists the organization.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};

#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

struct pair {
    const struct plugin_list *repo, *org;
    struct str org_name, short_name;
};

/* Whether the repository has one of the two and the organization has the other. */
static bool conflict(const struct pair *p, struct str one, struct str other, struct plugin_element *in_repo,
                     struct plugin_element *in_org)
{
    return plugin_named(p->repo, one, in_repo) && plugin_named(p->org, other, in_org);
}

static void check_pair(struct check *c, const struct pair *p)
{
    struct plugin_element in_repo, in_org, both;

    /* A repository that has both is the business of plug-reviewers-exclusive. */
    if (plugin_named(p->repo, STR("blunderbuss"), &both) && plugin_named(p->repo, STR("rifle"), &both))
        return;
    if (!conflict(p, STR("blunderbuss"), STR("rifle"), &in_repo, &in_org) &&
        !conflict(p, STR("rifle"), STR("blunderbuss"), &in_repo, &in_org))
        return;
    report(c, plugin_place(p->repo, &in_repo),
           "%.*s lists %.*s, and %.*s is on for all of %.*s: both would ask for "
           "reviews",
           STR_ARG(p->repo->name), STR_ARG(node_text(in_repo.node)), STR_ARG(node_text(in_org.node)),
           STR_ARG(p->org_name));
    at_path(c, "%.*s", STR_ARG(plugin_path(check_arena(c), p->repo, &in_repo)));
    also(c, plugin_place(p->org, &in_org), "listed for %.*s here", STR_ARG(p->org_name));
    prow_says(c, "%.*s: blunderbuss and rifle plugins are mutually exclusive (conflict between %.*s and %.*s config)",
              STR_ARG(p->repo->name), STR_ARG(p->org_name), STR_ARG(p->repo->name));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct plugin_lists lists;

    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    for (size_t i = 0; i < lists.count; i++) {
        struct pair p = { .repo = &lists.items[i] };
        if (str_find_char(p.repo->name, '/') == SIZE_MAX)
            continue;
        plugin_split(p.repo->name, &p.org_name, &p.short_name);
        p.org = plugin_lists_find(&lists, p.org_name);
        if (p.org && !plugin_excludes(p.org, p.short_name))
            check_pair(c, &p);
    }
}

const struct rule rule_plug_reviewers_exclusive_org = {
    .id = "plug-reviewers-exclusive-org",
    .summary = "A repository does not use rifle where its organization uses blunderbuss, nor the other way round.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_RIFLE],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

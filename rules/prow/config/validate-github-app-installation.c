#include "base/map.h"
#include "prow/files/tree.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

struct looking {
    struct check *check;
    const struct prow_tree *tree;
    struct map seen; /* organizations that were looked up */
};

/* Whatever stands before the first slash is the organization for Prow, in a Gerrit URL too. True the first time when
 * the app is not installed there. */
static bool lacks(struct looking *l, struct str repo, struct str *org)
{
    struct str rest;
    void **at;

    str_cut(repo, '/', org, &rest);
    at = map_at(&l->seen, *org);
    if (*at)
        return false;
    *at = l;
    return !fact_find(&l->tree->facts.github_app_orgs, *org);
}

static void say(const struct looking *l, struct str org)
{
    prow_says(l->check, "There is configuration for the GitHub org \"%.*s\" but the GitHub app is not installed there",
              STR_ARG(org));
}

static void look_at_queries(struct looking *l, const struct setting *file)
{
    struct arena *a = l->tree->scratch;
    struct setting queries = setting_get(a, file, "tide.queries"), q = { 0 };
    struct str org;

    while (node_kind(queries.value) == NODE_SEQUENCE && setting_next(a, &queries, &q)) {
        struct setting repos = setting_get(a, &q, "repos");
        for (struct setting e = { 0 }; tide_query_next(a, &repos, &e);)
            if (lacks(l, setting_text(&e), &org)) {
                setting_report(l->check, &e, setting_place(&e),
                               "tide merges pull requests of %.*s, but the GitHub app is not installed in %.*s: Prow "
                               "hears and does nothing there",
                               STR_ARG(setting_text(&e)), STR_ARG(org));
                say(l, org);
            }
    }
}

static void look_at_jobs(struct looking *l, const struct job_group *g)
{
    struct str org;

    for (size_t i = 0; g->kind != PERIODIC && i < g->count; i++) {
        const struct job_summary *j = g->jobs[i];
        if (j->inrepo || !lacks(l, j->repo, &org))
            continue;
        report(l->check, job_summary_place(j),
               "%.*s has jobs, but the GitHub app is not installed in %.*s: Prow hears and does nothing there",
               STR_ARG(j->repo), STR_ARG(org));
        at_path(l->check, "%.*s", STR_ARG(job_summary_path(l->tree->scratch, j, STR("name"))));
        say(l, org);
    }
}

static void tell_unknown(struct check *c, const struct prow_tree *t)
{
    struct str given = t->paths.facts.github_app_orgs;

    if (given.len)
        not_evaluated(c, "%.*s, the list of organizations where the GitHub app is installed, can't be used",
                      STR_ARG(given));
    else
        not_evaluated(c, "no list of the organizations where the GitHub app is installed is at hand; give "
                         "--github-app-orgs FILE");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct looking l = { .check = c, .tree = t };
    struct setting file;

    if (!t->facts.github_app_orgs.known) {
        tell_unknown(c, t);
        return;
    }
    map_init(&l.seen, t->scratch);
    for (size_t n = 0; setting_file(t, n, &file); n++)
        look_at_queries(&l, &file);
    for (size_t g = 0; g < t->group_count; g++)
        look_at_jobs(&l, t->groups[g]);
}

const struct rule rule_validate_github_app_installation = {
    .id = "validate-github-app-installation",
    .summary = "The GitHub app is installed in every organization that has jobs or is merged by tide.",
    .severity = SEVERITY_OFF,
    .asked_by = FACT_GITHUB_APP_ORGS,
    .warning = "validate-github-app-installation",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_GITHUB_APP_INSTALLATION],
    .reads = READS_SETTINGS | READS_FACTS | READS_JOBS,
    .tree = check_tree,
};

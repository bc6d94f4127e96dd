#include "prow/tide/org_repo_set.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

/* Where a repo is configured first. */
struct configured {
    struct place at;
    struct str path;
    bool bare; /* there is no job below its key */
};

static void add(struct org_repo_set *s, struct map *first, struct str repo, struct configured at)
{
    void **entry = map_at(first, repo);

    if (*entry)
        return;
    *entry = ARENA_NEW(first->arena, struct configured);
    *(struct configured *)*entry = at;
    name_set_add(&s->repos, first->arena, repo);
}

static const struct job_summary *first_central(const struct job_group *g)
{
    for (size_t i = 0; i < g->count; i++)
        if (!g->jobs[i]->inrepo)
            return g->jobs[i];
    return NULL;
}

/* The repos of central configuration that presubmits or postsubmits name. */
static void read_repos(struct org_repo_set *s, struct map *first, const struct prow_tree *t)
{
    *s = (struct org_repo_set){ 0 };
    map_init(first, t->scratch);
    for (size_t g = 0; g < t->group_count; g++) {
        const struct job_summary *j = t->groups[g]->kind == PERIODIC ? NULL : first_central(t->groups[g]);
        if (j)
            add(s, first, j->repo,
                (struct configured){ job_summary_place(j), job_summary_path(t->scratch, j, STR("name")), false });
    }
    for (size_t i = 0; i < t->bare_count; i++) {
        const struct bare_repo *b = &t->bare[i];
        add(s, first, b->repo,
            (struct configured){ b->at, arena_printf(t->scratch, "%ss.%.*s", job_kind_name(b->kind), STR_ARG(b->repo)),
                                 true });
    }
}

/* A repository of Gerrit's is named by its URL. */
static bool is_gerrit(struct str repo)
{
    return str_starts(repo, STR("http://")) || str_starts(repo, STR("https://"));
}

/* checkconfig names it among the others, though the plugins have no part in its jobs. */
static void tell_gerrit(struct check *c, const struct org_repo *member, const struct configured *at)
{
    report(c, at->at,
           "%.*s is in Gerrit, where Prow's gerrit component starts jobs; checkconfig misses the plugin trigger "
           "all the same",
           STR_ARG(member->name));
    at_path(c, "%.*s", STR_ARG(at->path));
    no_more_than(c, SEVERITY_INFO);
}

static void tell_github(struct check *c, const struct plugin_lists *lists, const struct org_repo *member,
                        const struct configured *at)
{
    const struct plugin_list *list = plugin_lists_find(lists, member->name);
    struct str org, repo;

    report(c, at->at,
           at->bare ? "%.*s is listed here, but the plugin trigger, which starts jobs, is not on there%s"
                    : "%.*s has jobs, but the plugin trigger, which starts them, is not on there%s",
           STR_ARG(member->name), at->bare ? "" : ": nothing will run");
    at_path(c, "%.*s", STR_ARG(at->path));
    if (list)
        also(c, setting_key_place(&list->entry), "its plugins are listed here");
    plugin_split(member->name, &org, &repo);
    list = repo.len ? plugin_lists_find(lists, org) : NULL;
    if (list)
        also(c, setting_key_place(plugin_excludes(list, repo) ? &list->excluded : &list->entry),
             "the plugins of %.*s are %s", STR_ARG(org), plugin_excludes(list, repo) ? "off for it" : "listed here");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct org_repo_set repos, enabled, left;
    struct plugin_lists lists;
    struct org_repo member;
    struct map first;

    if (!plugin_files_read(t))
        return;
    read_repos(&repos, &first, t);
    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    org_repo_set_plugin(&enabled, t->scratch, &lists, PLUGINS_BUILT_IN, STR("trigger"));
    left = org_repo_set_minus(t->scratch, &repos, &enabled);
    for (size_t i = 0; org_repo_set_next(&left, &i, &member);) {
        if (is_gerrit(member.name))
            tell_gerrit(c, &member, map_get(&first, member.name));
        else
            tell_github(c, &lists, &member, map_get(&first, member.name));
        prow_says(c, "the following repos have jobs configured but do not have the trigger plugin enabled: %.*s",
                  STR_ARG(org_repo_words(t->scratch, &member)));
    }
}

const struct rule rule_missing_trigger = {
    .id = "missing-trigger",
    .summary = "Each repository with presubmits or postsubmits has the trigger plugin.",
    .severity = SEVERITY_WARNING,
    .warning = "missing-trigger",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_MISSING_TRIGGER],
    .reads = READS_PLUGINS | READS_JOBS,
    .tree = check_tree,
};

#include "prow/org_repo_set.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

/* The first job of each repo from central configuration that has presubmits or postsubmits. */
static void read_repos(struct org_repo_set *s, struct map *jobs, const struct prow_tree *t)
{
    *s = (struct org_repo_set) { 0 };
    map_init(jobs, t->scratch);
    for (size_t g = 0; g < t->group_count; g++)
        for (size_t i = 0; t->groups[g]->kind != PERIODIC && i < t->groups[g]->count; i++) {
            const struct job_summary *j = t->groups[g]->jobs[i];
            void **at = j->inrepo ? NULL : map_at(jobs, j->repo);
            if (!at)
                continue;
            *at = *at ? *at : (void *)(uintptr_t)j;
            name_set_add(&s->repos, t->scratch, j->repo);
        }
}

static void tell(struct check *c, const struct prow_tree *t, const struct plugin_lists *lists,
                 const struct job_summary *j)
{
    const struct plugin_list *list = plugin_lists_find(lists, j->repo);
    struct org_repo member = { j->repo, NULL };
    struct str org, repo;

    report(c, job_summary_place(j),
           "%.*s has jobs, but the plugin trigger, which starts them, is not on there: nothing will run",
           STR_ARG(j->repo));
    at_path(c, "%.*s", STR_ARG(job_summary_path(t->scratch, j, STR("name"))));
    if (list)
        also(c, setting_key_place(&list->entry), "its plugins are listed here");
    plugin_split(j->repo, &org, &repo);
    list = repo.len ? plugin_lists_find(lists, org) : NULL;
    if (list)
        also(c, setting_key_place(plugin_excludes(list, repo) ? &list->excluded : &list->entry),
             "the plugins of %.*s are %s", STR_ARG(org), plugin_excludes(list, repo) ? "off for it" : "listed here");
    prow_says(c, "the following repos have jobs configured but do not have the trigger plugin enabled: %.*s",
              STR_ARG(org_repo_words(t->scratch, &member)));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct org_repo_set repos, enabled, left;
    struct plugin_lists lists;
    struct org_repo member;
    struct map jobs;

    if (!plugin_files_read(t) || !behaviour_may_hold(check_window(c), BEHAVIOUR_CHECK_MISSING_TRIGGER))
        return;
    read_repos(&repos, &jobs, t);
    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    org_repo_set_plugin(&enabled, t->scratch, &lists, PLUGINS_BUILT_IN, STR("trigger"));
    left = org_repo_set_minus(t->scratch, &repos, &enabled);
    for (size_t i = 0; org_repo_set_next(&left, &i, &member);)
        tell(c, t, &lists, map_get(&jobs, member.name));
}

const struct rule rule_missing_trigger = {
    .id = "missing-trigger",
    .summary = "Each repository with presubmits or postsubmits has the trigger plugin.",
    .severity = SEVERITY_WARNING,
    .warning = "missing-trigger",
    .tree = check_tree,
};

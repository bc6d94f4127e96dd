#include "rules/prow/tide/label_plugins.h"

#include "prow/tide/org_repo_set.h"
#include "schema/behaviour.h"

enum relation { REQUIRE, FORBID };

struct row {
    const char *plugin, *label;
    enum relation relation;
    bool one_way; /* since check-needs-rebase-one-way, only a query that honours the label is looked at */
    enum behaviour since;
};

static const struct row rows[] = {
    { "lgtm", "lgtm", REQUIRE, false, BEHAVIOUR_CHECK_MISMATCHED_TIDE },
    { "approve", "approved", REQUIRE, false, BEHAVIOUR_CHECK_MISMATCHED_TIDE },
    { "hold", "do-not-merge/hold", FORBID, false, BEHAVIOUR_CHECK_MISMATCHED_TIDE_BLOCKERS },
    { "wip", "do-not-merge/work-in-progress", FORBID, false, BEHAVIOUR_CHECK_MISMATCHED_TIDE_BLOCKERS },
    { "bugzilla", "bugzilla/invalid-bug", FORBID, false, BEHAVIOUR_CHECK_MISMATCHED_TIDE_BUGS },
    { "verify-owners", "do-not-merge/invalid-owners-file", FORBID, false, BEHAVIOUR_CHECK_MISMATCHED_TIDE_BLOCKERS },
    { "release-note", "do-not-merge/release-note-label-needed", FORBID, false,
      BEHAVIOUR_CHECK_MISMATCHED_TIDE_BLOCKERS },
    { "cherry-pick-unapproved", "do-not-merge/cherry-pick-not-approved", FORBID, false,
      BEHAVIOUR_CHECK_MISMATCHED_TIDE_BLOCKERS },
    { "blockade", "do-not-merge/blocked-paths", FORBID, false, BEHAVIOUR_CHECK_MISMATCHED_TIDE_BLOCKERS },
    { "needs-rebase", "needs-rebase", FORBID, true, BEHAVIOUR_CHECK_NEEDS_OK_TO_TEST },
};

struct comparison {
    struct check *check;
    const struct prow_tree *tree;
    struct joined_queries queries;
    struct plugin_lists lists[2]; /* by enum plugin_kind */
    struct org_repo_set covered;  /* by any query */
};

/* One row at work. */
struct matching {
    const struct comparison *all;
    const struct row *row;
    enum plugin_kind kind;
    struct org_repo_set honoured, enabled;
};

static struct setting label_in(struct arena *a, const struct joined_query *q, size_t part, const struct row *r)
{
    return joined_query_label(a, q, part, r->relation == REQUIRE ? "labels" : "missingLabels", str_c(r->label));
}

static bool honours(struct arena *a, const struct joined_query *q, const void *context)
{
    return label_in(a, q, 0, context).at != NULL;
}

static bool ignores(struct arena *a, const struct joined_query *q, const void *context)
{
    return !honours(a, q, context);
}

/* Where a query that does, or does not, honour the label names this organization or repo. */
static const struct joined_name *named_in(const struct matching *m, struct str name, bool honouring)
{
    return joined_queries_naming(m->all->tree->scratch, &m->all->queries, name, honouring ? honours : ignores, m->row);
}

static const char *external(const struct matching *m)
{
    return m->kind == PLUGINS_EXTERNAL ? "external " : "";
}

static const char *verb(const struct matching *m)
{
    return m->row->relation == REQUIRE ? "require" : "forbid";
}

static void say(const struct matching *m, const struct org_repo *member, bool enabled)
{
    struct check *c = m->all->check;
    struct str words = org_repo_words(check_arena(c), member);

    if (enabled)
        prow_says(c,
                  "the following orgs or repos enable the %s plugin but do not %s the %s label for merging: [%.*s]",
                  m->row->plugin, verb(m), m->row->label, STR_ARG(words));
    else
        prow_says(c,
                  "the following orgs or repos %s the %s label for merging but do not enable the %s plugin: [%.*s]",
                  verb(m), m->row->label, m->row->plugin, STR_ARG(words));
}

/* What is said about the plugins of the member, where something is. */
static void also_plugins(const struct matching *m, struct str name)
{
    const struct plugin_lists *lists = &m->all->lists[m->kind];
    struct check *c = m->all->check;
    const struct plugin_list *list = plugin_lists_find(lists, name);
    struct str org, repo;

    plugin_split(name, &org, &repo);
    if (repo.len && plugin_lists_find(lists, org) && plugin_excludes(plugin_lists_find(lists, org), repo))
        also(c, setting_key_place(&plugin_lists_find(lists, org)->excluded), "left out of the plugins of %.*s here",
             STR_ARG(org));
    if (list)
        also(c, setting_key_place(&list->entry), "its %splugins are listed here", external(m));
}

/* A query honours the label, but nothing sets it. */
static void tell_not_enabled(const struct matching *m, const struct org_repo *member)
{
    struct arena *a = m->all->tree->scratch;
    struct check *c = m->all->check;
    const struct joined_name *at = named_in(m, member->name, true);
    struct setting label;

    if (!at)
        return;
    label = label_in(a, at->query, at->part, m->row);
    setting_report(c, &at->entry, setting_place(&at->entry),
                   "tide merges pull requests of %.*s only %s the label %s, but the %splugin %s, which sets it, is not "
                   "on there",
                   STR_ARG(org_repo_name(a, member)), m->row->relation == REQUIRE ? "with" : "without", m->row->label,
                   external(m),
                   m->row->plugin);
    also(c, setting_place(&label), "the query %s the label here",
         m->row->relation == REQUIRE ? "requires" : "forbids");
    also_plugins(m, member->name);
    say(m, member, false);
}

/* The plugin is on, but no query cares. */
static void tell_not_honoured(const struct matching *m, const struct org_repo *member)
{
    const struct plugin_lists *lists = &m->all->lists[m->kind];
    struct check *c = m->all->check;
    const struct joined_name *at = named_in(m, member->name, false);
    struct plugin_element e;
    const struct plugin_list *list = plugin_lists_enabling(lists, member->name, str_c(m->row->plugin), &e);

    if (!list || !at)
        return;
    report(c, plugin_place(list, &e),
           "the %splugin %s is on for %.*s, but tide's queries do not %s its label %s there",
           external(m), m->row->plugin, STR_ARG(org_repo_name(check_arena(c), member)), verb(m), m->row->label);
    at_path(c, "%.*s", STR_ARG(plugin_path(check_arena(c), list, &e)));
    also(c, setting_place(&at->entry), "the query that covers it");
    say(m, member, true);
}

static bool looks_both_ways(const struct comparison *all, const struct row *r)
{
    return !r->one_way || !behaviour_holds(check_window(all->check), BEHAVIOUR_CHECK_NEEDS_REBASE_ONE_WAY);
}

static void compare(const struct comparison *all, const struct row *r)
{
    const struct window *w = check_window(all->check);
    struct arena *a = all->tree->scratch;
    struct matching m = { all, r, PLUGINS_BUILT_IN, { 0 }, { 0 } };
    struct org_repo_set off, lax;
    struct org_repo member;

    if (r->one_way && behaviour_may_hold(w, BEHAVIOUR_CHECK_NEEDS_REBASE_EXTERNAL))
        m.kind = PLUGINS_EXTERNAL;
    org_repo_set_tide(&m.honoured, a, &all->queries, honours, r);
    org_repo_set_plugin(&m.enabled, a, &all->lists[m.kind], m.kind, str_c(r->plugin));
    off = org_repo_set_minus(a, &m.honoured, &m.enabled);
    for (size_t i = 0; org_repo_set_next(&off, &i, &member);)
        tell_not_enabled(&m, &member);
    if (!looks_both_ways(all, r))
        return;
    lax = org_repo_set_and(a, &m.enabled, &all->covered);
    lax = org_repo_set_minus(a, &lax, &m.honoured);
    for (size_t i = 0; org_repo_set_next(&lax, &i, &member);)
        tell_not_honoured(&m, &member);
}

void label_plugins_check(struct check *c, const struct prow_tree *t, bool required_only)
{
    struct comparison all = { .check = c, .tree = t };

    if (!plugin_files_read(t))
        return;
    joined_queries_read(&all.queries, t, check_window(c));
    plugin_lists_read(&all.lists[PLUGINS_BUILT_IN], t, PLUGINS_BUILT_IN);
    plugin_lists_read(&all.lists[PLUGINS_EXTERNAL], t, PLUGINS_EXTERNAL);
    org_repo_set_tide(&all.covered, t->scratch, &all.queries, NULL, NULL);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (behaviour_may_hold(check_window(c), rows[i].since) && !(required_only && rows[i].relation == FORBID))
            compare(&all, &rows[i]);
}

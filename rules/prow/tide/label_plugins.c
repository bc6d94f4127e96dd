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

/* Those for whom the same line lacks its other half: told once, however many they are. */
struct group {
    struct setting label;           /* that a query honours; of the plugins that are on: absent */
    const struct plugin_list *list; /* where the plugin is on, and where in it */
    struct plugin_element element;
    struct group_member {
        struct org_repo who;
        struct setting entry; /* of the query that names it */
    } * members;
    size_t count, cap;
};

struct groups {
    struct group **items;
    size_t count, cap;
    struct map by_place;
};

static struct group *group_at(const struct matching *m, struct groups *g, struct place at)
{
    struct arena *a = m->all->tree->scratch;
    struct str key = ARENA_JOIN(a, arena_printf(a, "%u:%u:", at.span.line, at.span.column), at.file);
    void **slot = map_at(&g->by_place, key);

    if (!*slot) {
        *slot = ARENA_NEW(a, struct group);
        *ARENA_PUSH(a, g->items, g->count, g->cap) = *slot;
    }
    return *slot;
}

static void join(const struct matching *m, struct group *g, const struct org_repo *who, const struct joined_name *at)
{
    *ARENA_PUSH(m->all->tree->scratch, g->members, g->count, g->cap) = (struct group_member){ *who, at->entry };
}

/* "org/repo", "12 repositories". */
static struct str names_of(const struct matching *m, const struct group *g)
{
    struct arena *a = m->all->tree->scratch;
    bool orgs = false;

    if (g->count == 1)
        return org_repo_name(a, &g->members[0].who);
    for (size_t i = 0; i < g->count; i++)
        orgs = orgs || g->members[i].who.except;
    return arena_printf(a, "%zu %srepositories", g->count, orgs ? "organizations and " : "");
}

static void say(const struct matching *m, const struct group *g, bool enabled)
{
    struct arena *a = m->all->tree->scratch;
    struct check *c = m->all->check;
    struct str *each = ARENA_ARRAY(a, struct str, g->count), words;

    for (size_t i = 0; i < g->count; i++)
        each[i] = org_repo_words(a, &g->members[i].who);
    words = arena_list(a, STR(", "), each, g->count);
    if (enabled)
        prow_says(c, "the following orgs or repos enable the %s plugin but do not %s the %s label for merging: [%.*s]",
                  m->row->plugin, verb(m), m->row->label, STR_ARG(words));
    else
        prow_says(c, "the following orgs or repos %s the %s label for merging but do not enable the %s plugin: [%.*s]",
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
        also(c, setting_key_place(&plugin_lists_find(lists, org)->excluded),
             "%.*s is left out of the plugins of %.*s here", STR_ARG(name), STR_ARG(org));
    if (list)
        also(c, setting_key_place(&list->entry), "the %splugins of %.*s are listed here", external(m), STR_ARG(name));
}

/* A query honours the label, but nothing sets it. */
static void tell_not_enabled(const struct matching *m, const struct group *g)
{
    struct check *c = m->all->check;

    setting_report(c, &g->label, setting_place(&g->label),
                   "tide merges pull requests of %.*s only %s the label %s, but the %splugin %s, which sets it, is not "
                   "on there",
                   STR_ARG(names_of(m, g)), m->row->relation == REQUIRE ? "with" : "without", m->row->label,
                   external(m), m->row->plugin);
    for (size_t i = 0; i < g->count; i++) {
        const struct group_member *one = &g->members[i];
        also(c, setting_place(&one->entry), "the query is for %.*s here", STR_ARG(one->who.name));
        also_plugins(m, one->who.name);
    }
    say(m, g, false);
}

/* The plugin is on, but no query cares. */
static void tell_not_honoured(const struct matching *m, const struct group *g)
{
    struct check *c = m->all->check;

    report(c, plugin_place(g->list, &g->element),
           "the %splugin %s is on for %.*s, but tide's queries do not %s its label %s there", external(m),
           m->row->plugin, STR_ARG(names_of(m, g)), verb(m), m->row->label);
    at_path(c, "%.*s", STR_ARG(plugin_path(check_arena(c), g->list, &g->element)));
    for (size_t i = 0; i < g->count; i++)
        also(c, setting_place(&g->members[i].entry), "a query covers %.*s here", STR_ARG(g->members[i].who.name));
    say(m, g, true);
}

/* Those of the set, by the line of the label that a query honours for them. */
static void tell_all_not_enabled(const struct matching *m, const struct org_repo_set *off)
{
    struct arena *a = m->all->tree->scratch;
    struct groups g = { 0 };
    struct org_repo member;

    map_init(&g.by_place, a);
    for (size_t i = 0; org_repo_set_next(off, &i, &member);) {
        const struct joined_name *at = named_in(m, member.name, true);
        struct setting label = at ? label_in(a, at->query, at->part, m->row) : (struct setting){ 0 };
        struct group *group;
        if (!at)
            continue;
        group = group_at(m, &g, setting_place(&label));
        group->label = label;
        join(m, group, &member, at);
    }
    for (size_t i = 0; i < g.count; i++)
        tell_not_enabled(m, g.items[i]);
}

/* Those of the set, by the line that switches the plugin on for them. */
static void tell_all_not_honoured(const struct matching *m, const struct org_repo_set *lax)
{
    const struct plugin_lists *lists = &m->all->lists[m->kind];
    struct groups g = { 0 };
    struct org_repo member;

    map_init(&g.by_place, m->all->tree->scratch);
    for (size_t i = 0; org_repo_set_next(lax, &i, &member);) {
        const struct joined_name *at = named_in(m, member.name, false);
        struct plugin_element e;
        const struct plugin_list *list = plugin_lists_enabling(lists, member.name, str_c(m->row->plugin), &e);
        struct group *group;
        if (!list || !at)
            continue;
        group = group_at(m, &g, plugin_place(list, &e));
        group->list = list;
        group->element = e;
        join(m, group, &member, at);
    }
    for (size_t i = 0; i < g.count; i++)
        tell_not_honoured(m, g.items[i]);
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

    if (r->one_way && behaviour_may_hold(w, BEHAVIOUR_CHECK_NEEDS_REBASE_EXTERNAL))
        m.kind = PLUGINS_EXTERNAL;
    org_repo_set_tide(&m.honoured, a, &all->queries, honours, r);
    org_repo_set_plugin(&m.enabled, a, &all->lists[m.kind], m.kind, str_c(r->plugin));
    off = org_repo_set_minus(a, &m.honoured, &m.enabled);
    tell_all_not_enabled(&m, &off);
    if (!looks_both_ways(all, r))
        return;
    lax = org_repo_set_and(a, &m.enabled, &all->covered);
    lax = org_repo_set_minus(a, &lax, &m.honoured);
    tell_all_not_honoured(&m, &lax);
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

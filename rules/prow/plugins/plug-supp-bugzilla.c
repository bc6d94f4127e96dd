#include "rules/prow/plugins/plugin_merge.h"

/* What the files read so far have set. */
struct merged {
    struct check *check;
    struct arena *arena;
    struct map first; /* whose options, to struct setting */
};

/* Whether an earlier file has set it; remembers it otherwise. */
static const struct setting *taken(struct merged *m, struct str name, const struct setting *s)
{
    const struct setting *first = map_get(&m->first, name);

    if (!first)
        *map_at(&m->first, name) = setting_keep(m->arena, s);
    return first;
}

/* Names may hold anything; a NUL tells the two of a repository apart. */
static struct str repo_name(struct merged *m, struct str org, struct str repo)
{
    const struct str nul = { "", 1 };

    return ARENA_JOIN(m->arena, STR("repo "), org, nul, repo);
}

static void merge_repos(struct merged *m, const struct setting *org)
{
    struct setting repos = setting_get(m->arena, org, "repos");
    struct arena *a = check_arena(m->check);

    for (struct setting e = { 0 }; setting_next(m->arena, &repos, &e);) {
        struct str name = ARENA_JOIN(a, setting_key(org), STR("/"), setting_key(&e));
        const struct setting *first = taken(m, repo_name(m, setting_key(org), setting_key(&e)), &e);
        if (first)
            plugin_merge_report(m->check, &e, first, ARENA_JOIN(a, STR("bugzilla has options for "), name), "bugzilla",
                                ARENA_JOIN(a, STR("found duplicate repository config for bugzilla."), name));
    }
}

/* Prow does not look at the repositories of an organization whose default comes again. */
static void merge_org(struct merged *m, const struct setting *org)
{
    struct setting given = setting_get(m->arena, org, "default");
    struct arena *a = check_arena(m->check);
    const struct setting *first = NULL;

    if (given.value)
        first = taken(m, ARENA_JOIN(m->arena, STR("org "), setting_key(org)), &given);
    if (first)
        plugin_merge_report(m->check, &given, first,
                            ARENA_JOIN(a, STR("bugzilla has a default for "), setting_key(org)), "bugzilla",
                            ARENA_JOIN(a, STR("found duplicate organization config for bugzilla."), setting_key(org)));
    else
        merge_repos(m, org);
}

static void merge_file(struct merged *m, const struct setting *file)
{
    struct setting given = setting_get(m->arena, file, "bugzilla.default");
    struct setting orgs = setting_get(m->arena, file, "bugzilla.orgs");
    const struct setting *first = given.value ? taken(m, STR(""), &given) : NULL;

    if (first)
        plugin_merge_report(m->check, &given, first, STR("bugzilla has a default for everybody"), "bugzilla",
                            STR("configuration of global default defined in multiple places"));
    for (struct setting e = { 0 }; setting_next(m->arena, &orgs, &e);)
        merge_org(m, &e);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct merged m = { .check = c, .arena = t->scratch };
    struct setting file;

    map_init(&m.first, t->scratch);
    for (size_t i = 0; plugin_merge_refused(c) && plugin_file(t, i, &file); i++)
        merge_file(&m, &file);
}

const struct rule rule_plug_supp_bugzilla = {
    .id = "plug-supp-bugzilla",
    .summary = "The bugzilla options of everybody, of an organization and of a repository each stand in one file.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

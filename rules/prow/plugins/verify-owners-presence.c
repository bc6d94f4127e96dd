#include "base/path.h"
#include "prow/files/tree.h"
#include "rule/rule.h"
#include "rules/prow/plugins/owners_plugins.h"
#include "schema/behaviour.h"

#include <errno.h>

struct looking {
    struct check *check;
    const struct prow_tree *tree;
    struct plugin_lists lists;
    struct str unseen; /* repos without a checkout, the first few */
    size_t unseen_count;
};

enum { NAMED = 5 };

/* The repo needs an OWNERS file, and its checkout has none. */
static void tell(const struct looking *l, struct str repo, struct str checkout)
{
    struct arena *a = l->tree->scratch;
    struct check *c = l->check;
    struct plugin_element e;
    const struct plugin_list *list = owners_plugins_enabling(&l->lists, repo, &e, check_window(c));

    if (!list)
        return;
    report(c, plugin_place(list, &e),
           "%.*s is on for %.*s and reads OWNERS files, but its checkout, %.*s, has none at "
           "its root",
           STR_ARG(plugin_name(a, &e)), STR_ARG(repo), STR_ARG(checkout));
    at_path(c, "%.*s", STR_ARG(plugin_path(a, list, &e)));
    prow_says(c,
              "the following orgs or repos enable at least one plugin that uses OWNERS files (%.*s), but its master "
              "branch does not contain a root level OWNERS file: [%.*s]",
              STR_ARG(owners_plugins_words(a, check_window(c))), STR_ARG(repo));
}

static void look(const struct looking *l, struct str repo, struct str checkout)
{
    struct str file = path_join(l->tree->scratch, checkout, STR("OWNERS"));
    struct fs_error error = { 0 };
    struct fs_info info;

    if (fs_stat(l->tree->fs, file, &info, &error) ? info.kind == FS_DIRECTORY : error.number == ENOENT)
        tell(l, repo, checkout);
    else if (error.number)
        not_evaluated(l->check, "%.*s can't be looked at", STR_ARG(file));
}

/* GitHub knows no such repo, so Prow ends there. */
static void tell_malformed(const struct looking *l, struct str repo)
{
    const struct plugin_list *list = plugin_lists_find(&l->lists, repo);

    setting_report(l->check, &list->entry, setting_key_place(&list->entry),
                   "\"%.*s\" is no repository: it has more parts than an organization and a name", STR_ARG(repo));
    prow_says(l->check, "bad repository '%.*s', expected org/repo format", STR_ARG(repo));
}

static void look_at_repo(struct looking *l, struct str repo)
{
    struct arena *a = l->tree->scratch;
    struct str checkout;

    if (str_find_char(repo, '/') != str_rfind_char(repo, '/') && plugin_lists_find(&l->lists, repo)) {
        tell_malformed(l, repo);
        return;
    }
    if (fact_checkout(l->tree, repo, &checkout)) {
        look(l, repo, checkout);
        return;
    }
    if (l->unseen_count++ < NAMED)
        l->unseen = ARENA_JOIN(a, l->unseen, l->unseen.len ? STR(", ") : STR(""), repo);
}

static size_t look_at_list(const struct looking *l, const struct inrepo_source *at_hand, size_t count,
                           const struct org_repo *org)
{
    size_t seen = 0;

    for (size_t i = 0; i < count; i++) {
        struct str owner, name, checkout;
        if (!str_cut(at_hand[i].repo, '/', &owner, &name) || !str_eq(owner, org->name) ||
            name_set_has(org->except, at_hand[i].repo) || !fact_checkout(l->tree, at_hand[i].repo, &checkout) ||
            !str_eq(checkout, at_hand[i].path))
            continue;
        look(l, at_hand[i].repo, checkout);
        seen++;
    }
    return seen;
}

/* Prow asks GitHub for the repos of the organization; here are those that are at hand. */
static void look_at_org(const struct looking *l, const struct org_repo *org)
{
    const struct prow_paths *p = &l->tree->paths;
    size_t seen = look_at_list(l, p->facts.checkouts, p->facts.checkout_count, org) +
                  look_at_list(l, p->inrepo, p->inrepo_count, org);

    not_evaluated(l->check, "the plugins are on for all of %.*s, whose repos are not known; %zu %s looked at",
                  STR_ARG(org->name), seen, seen == 1 ? "is at hand and was" : "are at hand and were");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct looking l = { .check = c, .tree = t, .unseen = STR("") };
    struct org_repo_set users;
    struct org_repo member;

    if (!plugin_files_read(t))
        return;
    plugin_lists_read(&l.lists, t, PLUGINS_BUILT_IN);
    users = owners_plugins_set(t->scratch, &l.lists, check_window(c));
    for (size_t i = 0; org_repo_set_next(&users, &i, &member);)
        if (member.except)
            look_at_org(&l, &member);
        else
            look_at_repo(&l, member.name);
    if (l.unseen_count > NAMED)
        not_evaluated(c, "no checkout is at hand of %.*s and %zu more; give --checkout ORG/REPO=PATH",
                      STR_ARG(l.unseen), l.unseen_count - NAMED);
    else if (l.unseen_count)
        not_evaluated(c, "no checkout is at hand of %.*s; give --checkout ORG/REPO=PATH", STR_ARG(l.unseen));
}

const struct rule rule_verify_owners_presence = {
    .id = "verify-owners-presence",
    .summary = "Where a plugin reads OWNERS files, the repository has one at its root.",
    .severity = SEVERITY_OFF,
    .asked_by = FACT_CHECKOUTS,
    .warning = "verify-owners-presence",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_VERIFY_OWNERS_PRESENCE],
    .tree = check_tree,
};

#include "prow/index/names.h"
#include "prow/plugins/plugins.h"
#include "rule/rule.h"

/* How often the repository's branch is named, as it is or between anchors. */
static size_t named(struct arena *a, const struct names *n, struct str repo, const char *branch)
{
    size_t uses = 0;

    for (size_t i = 0; i < 3; i++) {
        struct str form = i == 0   ? str_c(branch)
                          : i == 1 ? arena_printf(a, "^%s$", branch)
                                   : arena_printf(a, "^%s", branch);
        const struct name *x = names_find(n, NAME_BRANCH, repo, form);
        uses += x ? x->uses : 0;
    }
    return uses;
}

static void check_repo(struct check *c, const struct prow_tree *t, const struct names *n, const struct setting *repo)
{
    static const char *const mains[] = { "main", "master" };

    for (struct setting e = { 0 }; setting_next(t->scratch, repo, &e);)
        for (size_t i = 0; i < COUNT_OF(mains); i++) {
            size_t others;
            if (!str_eq(setting_key(&e), str_c(mains[i])) || named(t->scratch, n, setting_key(repo), mains[i]))
                continue;
            others = named(t->scratch, n, setting_key(repo), mains[1 - i]);
            if (others)
                setting_report(c, &e, setting_key_place(&e),
                               "pull requests to %s of %.*s are to get a milestone, and nothing else names that "
                               "branch; "
                               "%zu place%s name%s %s",
                               mains[i], STR_ARG(setting_key(repo)), others, str_plural(others), others == 1 ? "s" : "",
                               mains[1 - i]);
        }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct setting root;

    for (size_t i = 0; plugin_file(t, i, &root); i++) {
        struct setting repos = setting_get(t->scratch, &root, "milestone_applier");
        for (struct setting r = { 0 }; setting_next(t->scratch, &repos, &r);)
            check_repo(c, t, &n, &r);
    }
}

const struct rule rule_milestone_branch = {
    .id = "milestone-branch",
    .summary = "milestone_applier names the main branch as everything else does.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS(NAME_BRANCH) | READS_PLUGINS,
    .tree = check_tree,
};

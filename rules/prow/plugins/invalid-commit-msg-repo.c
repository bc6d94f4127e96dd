#include "base/quote.h"
#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"
#include "syntax/scalar/goquote.h"

static void check_repo(struct check *c, const struct setting *entry, const struct setting *repo)
{
    struct str text = setting_text(repo);

    if (go_trim_space(text).len || (repo->value && node_kind(repo->value) != NODE_STRING))
        return;
    setting_report(c, repo, setting_place(repo), "an empty entry names no repository; write org or org/repo");
    prow_says(c, "error validating invalid_commit_msg config #%zu: repo %.*s must be of form org or org/repo",
              entry->index, STR_ARG(arena_quote(check_arena(c), text)));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting entries = plugin_find(t, "invalid_commit_msg"), list;

    for (struct setting e = { 0 }; setting_next(t->scratch, &entries, &e);) {
        list = setting_get(t->scratch, &e, "repos");
        for (struct setting one = { 0 }; setting_next(t->scratch, &list, &one);)
            check_repo(c, &e, &one);
    }
}

const struct rule rule_invalid_commit_msg_repo = {
    .id = "invalid-commit-msg-repo",
    .formerly = "plug-icm-repo",
    .summary = "Every entry of repos under invalid_commit_msg names an organization or a repository.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_INVALID_COMMIT_MSG],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

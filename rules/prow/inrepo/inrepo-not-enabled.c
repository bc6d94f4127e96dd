#include "prow/files/tree.h"

static const struct prow_file *file_of(const struct prow_tree *t, struct str repo, struct place *at)
{
    for (size_t i = 0; i < t->walk_count; i++)
        if (t->walks[i].kind == JOBTREE_IN_REPO && t->walks[i].count)
            for (size_t k = 0; k < t->paths.inrepo_count; k++)
                if (str_eq(t->paths.inrepo[k].repo, repo) && str_eq(t->paths.inrepo[k].path, t->walks[i].root))
                    at->file = t->walks[i].files[0].path;
    return t->config.file;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t i = 0; t->paths.for_people && i < t->paths.inrepo_count; i++) {
        struct str repo = t->paths.inrepo[i].repo;
        struct place at = { 0 };
        const struct prow_file *main = file_of(t, repo, &at);
        const struct node *where = node_field(t->config.root, STR("in_repo_config"));
        if (at.file.len == 0 || prow_config_in_repo(&t->config, repo))
            continue;
        report(c, at,
               "Prow does not read this file: in_repo_config.enabled of the main file names neither %.*s nor its "
               "organization nor \"*\"",
               STR_ARG(repo));
        if (main)
            also(c, prow_place(main, where), where ? "what is enabled" : "nothing is enabled");
    }
}

const struct rule rule_inrepo_not_enabled = {
    .id = "inrepo-not-enabled",
    .summary = "The main file has Prow read the jobs that a repository defines itself.",
    .severity = SEVERITY_WARNING,
    .needs_main = true,
    .reads = READS_SETTINGS | READS_FOLDERS,
    .tree = check_tree,
};

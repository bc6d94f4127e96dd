#include "base/path.h"
#include "prow/files/tree.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    static const struct str names[] = { STR_INIT(".prow.yml"), STR_INIT("prow.yaml"), STR_INIT(".prow.json") };
    struct fs_error error;
    struct fs_info info;

    for (size_t i = 0; t->paths.for_people && i < t->paths.inrepo_count; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            struct str path = path_clean(check_arena(c), path_join(check_arena(c), t->paths.inrepo[i].path, names[k]));
            if (!fs_lstat(t->fs, path, &info, &error) || info.kind == FS_DIRECTORY)
                continue;
            report(c, (struct place){ path, { 0 }, false },
                   "Prow never reads %.*s: it looks for .prow.yaml, or for the folder .prow, and nothing else",
                   STR_ARG(names[k]));
        }
}

const struct rule rule_inrepo_not_read = {
    .id = "inrepo-not-read",
    .summary = "The jobs that a repository defines itself stand where Prow looks for them.",
    .severity = SEVERITY_WARNING,
    .tree = check_tree,
};

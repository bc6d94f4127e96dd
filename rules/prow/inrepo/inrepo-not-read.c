#include "base/path.h"
#include "prow/files/tree.h"
#include "schema/behaviour.h"

/* The folder, where a Prow that is deployed looks at the file alone. */
static void check_folder(struct check *c, const struct prow_tree *t, struct str root)
{
    struct str path = path_clean(check_arena(c), path_join(check_arena(c), root, STR(".prow")));
    struct fs_error error;
    struct fs_info info;

    if (fs_stat(t->fs, path, &info, &error) && info.kind == FS_DIRECTORY)
        report(c, (struct place){ path, { 0 }, false },
               "a Prow that is deployed does not read the folder .prow yet: its jobs never start there; keep them in "
               ".prow.yaml");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    static const struct str names[] = { STR_INIT(".prow.yml"), STR_INIT("prow.yaml"), STR_INIT(".prow.json") };
    struct fs_error error;
    struct fs_info info;
    bool folder = behaviour_holds(check_window(c), BEHAVIOUR_INREPO_FOLDER);

    for (size_t i = 0; !folder && t->paths.for_people && i < t->paths.inrepo_count; i++)
        check_folder(c, t, t->paths.inrepo[i].path);
    for (size_t i = 0; t->paths.for_people && i < t->paths.inrepo_count; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            struct str path = path_clean(check_arena(c), path_join(check_arena(c), t->paths.inrepo[i].path, names[k]));
            if (!fs_lstat(t->fs, path, &info, &error) || info.kind == FS_DIRECTORY)
                continue;
            report(c, (struct place){ path, { 0 }, false },
                   "Prow never reads %.*s: it looks for .prow.yaml%s, and nothing else", STR_ARG(names[k]),
                   folder ? ", or for the folder .prow" : "");
        }
}

const struct rule rule_inrepo_not_read = {
    .id = "inrepo-not-read",
    .summary = "The jobs that a repository defines itself stand where Prow looks for them.",
    .severity = SEVERITY_WARNING,
    .reads = READS_FILES,
    .tree = check_tree,
};

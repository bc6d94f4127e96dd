#include "prow/files/tree.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct fs_error error;
    struct fs_info info;

    if (t->paths.config.len == 0 || !fs_stat(t->fs, t->paths.config, &info, &error) || info.kind != FS_DIRECTORY)
        return;
    report(c, (struct place){ t->paths.config, { 0 }, false },
           "Prow's main configuration is one file, and this is a folder; job files go to --job-config");
    prow_says(c, "prowConfig cannot be a dir - %.*s", STR_ARG(t->paths.config));
}

const struct rule rule_load_main_is_dir = {
    .id = "load-main-is-dir",
    .summary = "Prow's main configuration is a file, not a folder.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .reads = READS_FILES | READS_SETTINGS,
    .tree = check_tree,
};

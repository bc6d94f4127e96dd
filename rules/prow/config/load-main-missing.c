#include "prow/files/tree.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct fs_error error;
    struct fs_info info;

    if (t->paths.config.len == 0 || fs_stat(t->fs, t->paths.config, &info, &error))
        return;
    report(c, (struct place){ t->paths.config, { 0 }, false }, "Prow's main configuration file can't be opened: %.*s",
           STR_ARG(fs_error_reason(&error, check_arena(c))));
    prow_says(c, "%.*s", STR_ARG(fs_error_text(&error, check_arena(c))));
}

const struct rule rule_load_main_missing = {
    .id = "load-main-missing",
    .summary = "Prow's main configuration file exists.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .reads = READS_FILES | READS_SETTINGS,
    .tree = check_tree,
};

#include "base/path.h"
#include "prow/files/tree.h"
#include "prow/versions/library.h"
#include "rule/rule.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct str path = path_join(check_arena(c), path_dir_part(t->paths.config), STR("VERSION"));
    struct buf content = { 0 };
    struct fs_error error;
    struct fs_info info;

    if (t->paths.config.len == 0 || !fs_stat(t->fs, path, &info, &error) || info.kind == FS_OTHER ||
        !field_may_be_known(check_window(c), "prow/config", "ProwConfig", STR("config_version_sha")))
        return;
    if (!fs_read(t->fs, path, SIZE_MAX, &content, &error)) {
        struct str words = fs_error_text(&error, check_arena(c));
        report(c, (struct place){ path, { 0 }, false },
               "Prow reads this file as the version of its configuration, and can't: "
               "%.*s",
               STR_ARG(words));
        prow_says(c, "failed to read versionfile %.*s: %.*s", STR_ARG(path), STR_ARG(words));
    }
    buf_free(&content);
}

const struct rule rule_load_version_file = {
    .id = "load-version-file",
    .summary = "A file VERSION beside the main file can be read.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_FILES,
    .tree = check_tree,
};

#include "prow/notices.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    if (f->read_error.len == 0 || f->role == ROLE_PLUGINS || f->role == ROLE_SUPPLEMENTAL_PLUGINS)
        return;
    report(c, prow_place(f, NULL), "can't read this file: %.*s", STR_ARG(f->read_error));
    prow_says(c, "error reading %.*s: %.*s", STR_ARG(f->path), STR_ARG(f->read_error));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_DANGLING, "this is a link to nothing", NULL);
    notices_report(c, t, JOBTREE_YAML_NAMED_SYMLINK_TO_DIR, "this link has the name of a file and leads to a folder",
                   NULL);
}

const struct rule rule_load_read = {
    .id = "load-read",
    .summary = "Every file that Prow reads can be read.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .file = check_file,
    .tree = check_tree,
};

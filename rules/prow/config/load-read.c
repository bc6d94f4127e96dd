#include "rules/prow/config/notices.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    if (f->read_error.len == 0 || f->role == ROLE_PLUGINS || f->role == ROLE_SUPPLEMENTAL_PLUGINS)
        return;
    /* Prow itself knows no such limit. */
    if (str_ends(f->read_error, STR("file too large"))) {
        report(c, prow_place(f, NULL), "this file has more than the 64 MB that prowgate reads of one file");
        return;
    }
    report(c, prow_place(f, NULL), "can't read this file: %.*s", STR_ARG(f->read_error));
    prow_says(c, "%.*s", STR_ARG(prow_read_envelope(check_arena(c), f)));
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
    .reads = READS_PLUGINS | READS_JOBS | READS_FOLDERS,
    .tree = check_tree,
};

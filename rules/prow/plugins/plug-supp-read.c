#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct prow_file *f;

    for (size_t i = 0; (f = prow_tree_file(t, ROLE_SUPPLEMENTAL_PLUGINS, i)); i++) {
        if (f->read_error.len == 0)
            continue;
        report(c, prow_place(f, NULL), "can't read this file: %.*s", STR_ARG(f->read_error));
        prow_says(c, "failed to read %.*s: %.*s", STR_ARG(f->path), STR_ARG(f->read_error));
    }
    notices_report_of(c, t, JOBTREE_PLUGINS, JOBTREE_DANGLING, "this is a link to nothing");
    notices_report_of(c, t, JOBTREE_PLUGINS, JOBTREE_YAML_NAMED_SYMLINK_TO_DIR,
                      "this link has the name of a file and leads to a folder");
}

const struct rule rule_plug_supp_read = {
    .id = "plug-supp-read",
    .summary = "Every supplemental plugin file can be read.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .reads = READS_PLUGINS | READS_FOLDERS,
    .tree = check_tree,
};

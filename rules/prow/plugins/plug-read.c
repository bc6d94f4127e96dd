#include "prow/files/tree.h"
#include "rule/rule.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct prow_file *f = prow_tree_file(t, ROLE_PLUGINS, 0);

    if (!f || f->read_error.len == 0)
        return;
    report(c, prow_place(f, NULL), "can't read the plugin configuration: %.*s", STR_ARG(f->read_error));
    prow_says(c, "%.*s", STR_ARG(f->read_error));
}

const struct rule rule_plug_read = {
    .id = "plug-read",
    .summary = "The plugin configuration can be read.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};

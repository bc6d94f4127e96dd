#include "prow/files/tree.h"
#include "rule/rule.h"

static void tell(struct check *c, const struct fact_error *e)
{
    report(c, e->at, "this was given as facts at hand and can't be used: %.*s", STR_ARG(e->reason));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct facts *f = &t->facts;

    if (f->clusters.error.reason.len && !f->cluster_file_is_prows)
        tell(c, &f->clusters.error);
    if (f->github_app_orgs.error.reason.len)
        tell(c, &f->github_app_orgs.error);
    for (size_t i = 0; i < f->checkout_error_count; i++)
        tell(c, &f->checkout_errors[i]);
}

const struct rule rule_fact_file_unreadable = {
    .id = "fact-file-unreadable",
    .summary = "What is given as facts at hand can be read: clusters, organizations of the GitHub app, checkouts.",
    .severity = SEVERITY_ERROR,
    .ours = true,
    .undecided = true,
    .tree = check_tree,
};

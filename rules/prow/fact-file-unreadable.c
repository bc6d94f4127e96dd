#include "prow/tree.h"
#include "rule/rule.h"

static void tell(struct check *c, const struct fact_error *e)
{
    report(c, e->at, "this was given as facts at hand and can't be used: %.*s", STR_ARG(e->reason));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t i = 0; i < t->facts.error_count; i++)
        tell(c, &t->facts.errors[i]);
    for (size_t i = 0; i < t->facts.checkout_error_count; i++)
        tell(c, &t->facts.checkout_errors[i]);
}

const struct rule rule_fact_file_unreadable = {
    .id = "fact-file-unreadable",
    .summary = "What is given as facts at hand can be read: clusters, organizations of the GitHub app, checkouts.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .tree = check_tree,
};

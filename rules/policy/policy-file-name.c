#include "rules/policy/policy.h"

static const struct parameter parameters[] = {
    POLICY_ALLOWED("paths of files, from the root of the tree,"),
    POLICY_FORBIDDEN("paths of files"),
    { .name = NULL },
};

static void check_file(struct check *c, const struct prow_file *f)
{
    struct str why;

    if (!policy_permits(c, check_arena(c), f->path, &why))
        report(c, prow_place(f, NULL), "a file of Prow's configuration may not be called %.*s; %.*s", STR_ARG(f->path),
               STR_ARG(why));
}

const struct rule rule_policy_file_name = {
    .id = "policy-file-name",
    .summary = "The files that Prow reads are named as prowgate.yaml wants it.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .file = check_file,
};

#include "prow/files/file.h"
#include "rule/rule.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    const struct node *key = node_field_key(f->tape.root, STR("decorate_all_jobs"));

    if (!key || f->role != ROLE_JOBS)
        return;
    report(c, prow_place(f, key), "decorate_all_jobs has no effect in a job file; it belongs into Prow's main file");
    at_path(c, "decorate_all_jobs");
}

const struct rule rule_decorate_all_jobs_ignored = {
    .id = "decorate-all-jobs-ignored",
    .summary = "decorate_all_jobs stands in the main file, the only place where it works.",
    .severity = SEVERITY_WARNING,
    .file = check_file,
};

#include "prow/versions/library.h"
#include "rules/prow/setting_check.h"

static bool has_tide_targets(const struct prow_tree *t)
{
    struct setting file;

    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting queries = setting_get(t->scratch, &file, "tide.queries");
        for (struct setting e = { 0 }; setting_next(t->scratch, &queries, &e);)
            if (node_count(node_field(e.value, STR("orgs"))) || node_count(node_field(e.value, STR("repos"))))
                return true;
    }
    return false;
}

/* The entries are looked at for every job, and for every org and repository of a tide query. */
static bool prow_panics(struct check *c, const struct prow_tree *t)
{
    bool used = t->jobs[PRESUBMIT] || t->jobs[POSTSUBMIT] || t->jobs[PERIODIC] || has_tide_targets(t);

    return used && field_may_be_known(check_window(c), "prow/config", "ProwConfig", STR("prowjob_default_entries"));
}
static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (prow_panics(c, t))
        setting_check_no_null(c, t, "prowjob_default_entries");
}

const struct rule rule_panic_null_pjdefault_entry = {
    .id = "panic-null-pjdefault-entry",
    .summary = "No entry of prowjob_default_entries is null.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};

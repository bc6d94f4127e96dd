#include "prow/files/tree.h"
#include "rule/rule.h"

enum {
    LEAST = 10,  /* jobs that make a way of naming one */
    OUTLIER = 50 /* for one that breaks it */
};

/* What the names of a kind of jobs begin with, where teams have it so. */
static const struct {
    const char *prefix;
    enum job_kind kind;
    const char *kinds;
} ways[] = {
    { "post-", POSTSUBMIT, "postsubmits" },
    { "periodic-", PERIODIC, "periodics" },
};

struct counts {
    size_t kept, broken;
};

static void tell(struct check *c, const struct job_summary *job, const struct counts *n, size_t way)
{
    report(c, job_summary_place(job),
           "%.*s is a %s, and %zu of %zu jobs whose names begin with %s are %s: is it in the right list?",
           STR_ARG(job->name), job_kind_name(job->kind), n->kept, n->kept + n->broken, ways[way].prefix,
           ways[way].kinds);
    at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), job, STR("name"))));
}

static void check_way(struct check *c, const struct prow_tree *t, size_t way)
{
    struct counts n = { 0, 0 };

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < t->group_count; i++)
            for (size_t k = 0; k < t->groups[i]->count; k++) {
                const struct job_summary *job = t->groups[i]->jobs[k];
                bool kept = job->kind == ways[way].kind;
                if (!str_starts(job->name, str_c(ways[way].prefix)))
                    continue;
                if (pass == 1 && !kept)
                    tell(c, job, &n, way);
                n.kept += pass == 0 && kept;
                n.broken += pass == 0 && !kept;
            }
        if (n.kept < LEAST || n.broken == 0 || n.broken * OUTLIER > n.kept)
            return;
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t way = 0; way < COUNT_OF(ways); way++)
        check_way(c, t, way);
}

const struct rule rule_job_name_kind = {
    .id = "job-name-kind",
    .summary = "A job stands in the list that its name speaks of.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS_JOBS,
    .tree = check_tree,
};

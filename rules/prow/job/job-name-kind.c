#include "prow/index/names.h"
#include "rule/rule.h"

enum {
    LEAST = 10,  /* jobs that make a way of naming one */
    OUTLIER = 50 /* for one that breaks it */
};

/* What the names of a kind of jobs begin with, where teams have it so. */
static const struct {
    const char *prefix;
    enum named_by kind;
    const char *kinds;
} ways[] = {
    { "post-", BY_POSTSUBMIT, "postsubmits" },
    { "periodic-", BY_PERIODIC, "periodics" },
};

static const char *const kind_names[] = { "presubmit", "postsubmit", "periodic" };

struct counts {
    size_t kept, broken;
};

static bool has_prefix(const struct name *job, size_t way)
{
    return str_starts(job->text, str_c(ways[way].prefix));
}

static void check_way(struct check *c, const struct names *n, struct name_range jobs, size_t way)
{
    struct counts counts = { 0, 0 };

    for (size_t i = 0; i < jobs.count; i++)
        for (const struct name_use *u = has_prefix(jobs.items[i], way) ? name_first(n, jobs.items[i]) : NULL; u;
             u = u->next) {
            counts.kept += u->by == ways[way].kind;
            counts.broken += u->by != ways[way].kind;
        }
    if (counts.kept < LEAST || counts.broken == 0 || counts.broken * OUTLIER > counts.kept)
        return;
    for (size_t i = 0; i < jobs.count; i++)
        for (const struct name_use *u = has_prefix(jobs.items[i], way) ? name_first(n, jobs.items[i]) : NULL; u;
             u = u->next) {
            if (u->by == ways[way].kind || u->by > BY_PERIODIC)
                continue;
            report(c, u->at,
                   "%.*s is a %s, and %zu of %zu jobs whose names begin with %s are %s: is it in the right list?",
                   STR_ARG(jobs.items[i]->text), kind_names[u->by], counts.kept, counts.kept + counts.broken,
                   ways[way].prefix, ways[way].kinds);
            at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), u->job, STR("name"))));
        }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range jobs = names_of_kind(&n, NAME_JOB);

    for (size_t way = 0; way < COUNT_OF(ways); way++)
        check_way(c, &n, jobs, way);
}

const struct rule rule_job_name_kind = {
    .id = "job-name-kind",
    .summary = "A job stands in the list that its name speaks of.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS(NAME_JOB),
    .tree = check_tree,
};

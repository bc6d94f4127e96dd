#include "prow/files/tree.h"
#include "rule/rule.h"

/* Where at most one name in so many has a gap, nobody means it. */
enum { NAMES_PER_GAP = 50, MIN_NAMES = 10 };

/* Where a word is missing between two dashes, or behind the last; SIZE_MAX without such a place. */
static size_t gap_in(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] == '-' && (i + 1 == name.len || name.p[i + 1] == '-'))
            return i;
    return SIZE_MAX;
}

struct counts {
    size_t names, with_gap;
};

static struct counts count(const struct prow_tree *t)
{
    struct counts n = { 0 };

    for (size_t i = 0; i < t->group_count; i++)
        for (size_t k = 0; k < t->groups[i]->count; k++) {
            n.names++;
            n.with_gap += gap_in(t->groups[i]->jobs[k]->name) != SIZE_MAX;
        }
    return n;
}

static void tell(struct check *c, const struct job_summary *job, const struct counts *n)
{
    bool at_end = gap_in(job->name) + 1 == job->name.len;

    report(c, job_summary_place(job),
           "a word is missing in the name of job %.*s, %s: %zu of %zu jobs of this tree ha%s such a gap; renamed "
           "later, its "
           "status is another one",
           STR_ARG(job->name), at_end ? "behind the last dash" : "between two dashes", n->with_gap, n->names,
           n->with_gap == 1 ? "s" : "ve");
    at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), job, STR("name"))));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct counts n = count(t);

    if (n.names < MIN_NAMES || n.with_gap == 0 || n.with_gap > 1 + n.names / NAMES_PER_GAP)
        return;
    for (size_t i = 0; i < t->group_count; i++)
        for (size_t k = 0; k < t->groups[i]->count; k++)
            if (gap_in(t->groups[i]->jobs[k]->name) != SIZE_MAX)
                tell(c, t->groups[i]->jobs[k], &n);
}

const struct rule rule_job_name_gap = {
    .id = "job-name-gap",
    .summary = "No word is missing between two dashes of a job's name.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS_JOBS,
    .tree = check_tree,
};

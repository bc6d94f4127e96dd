#include "prow/index/names.h"
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

static void tell(struct check *c, const struct names *n, const struct name *x, size_t with_gap, size_t all)
{
    size_t at = gap_in(x->text);
    struct str rest = str_from(x->text, at + 1);

    for (const struct name_use *u = name_first(n, x); u; u = u->next) {
        if (!u->job)
            continue;
        report(c, u->at,
               "a word is missing in the name of job %.*s, %s: %zu of %zu job names of this tree ha%s such a gap; "
               "renamed "
               "later, its status is another one",
               STR_ARG(x->text), rest.len ? "between two dashes" : "behind the last dash", with_gap, all,
               with_gap == 1 ? "s" : "ve");
        at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), u->job, STR("name"))));
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range all = names_of_kind(&n, NAME_JOB);
    size_t with_gap = 0;

    for (size_t i = 0; i < all.count; i++)
        with_gap += gap_in(all.items[i]->text) != SIZE_MAX;
    if (all.count < MIN_NAMES || with_gap > 1 + all.count / NAMES_PER_GAP)
        return;
    for (size_t i = 0; i < all.count && with_gap; i++)
        if (gap_in(all.items[i]->text) != SIZE_MAX)
            tell(c, &n, all.items[i], with_gap, all.count);
}

const struct rule rule_job_name_gap = {
    .id = "job-name-gap",
    .summary = "No word is missing between two dashes of a job's name.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS(NAME_JOB),
    .tree = check_tree,
};

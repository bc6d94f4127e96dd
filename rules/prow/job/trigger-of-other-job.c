#include "prow/files/tree.h"
#include "rule/rule.h"

static struct str trigger_of(const struct job_summary *s)
{
    return s->trigger;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_' || c == '.';
}

/* Whether the trigger names the job: as a word of its own. */
static bool names(struct str trigger, struct str job)
{
    size_t from = 0, at;

    while (job.len && (at = str_find(str_from(trigger, from), job)) != SIZE_MAX) {
        size_t begin = from + at, end = begin + job.len;
        if ((begin == 0 || !is_word(trigger.p[begin - 1])) && (end == trigger.len || !is_word(trigger.p[end])))
            return true;
        from = begin + 1;
    }
    return false;
}

static void tell(struct check *c, const struct prow_tree *t, const struct job_summary *copy,
                 const struct job_summary *own)
{
    report(c, (struct place){ copy->file, copy->trigger_span, false },
           "the trigger of presubmit %.*s of %.*s is for the name of %.*s, which has the same: one comment starts "
           "both, and "
           "nothing starts %.*s alone",
           STR_ARG(copy->name), STR_ARG(copy->repo), STR_ARG(own->name), STR_ARG(copy->name));
    at_path(c, "%.*s", STR_ARG(job_summary_path(t->scratch, copy, STR("trigger"))));
    also(c, (struct place){ own->file, own->trigger_span, false }, "the other one");
}

/* "/test X" where X is the name of neither, but begins like both: what both were before somebody made two of it. */
static bool is_of_gone_job(const struct job_summary *one, const struct job_summary *other)
{
    struct str x = str_trim_prefix(one->rerun_command, STR("/test "));
    size_t same = 0;

    if (x.len == one->rerun_command.len || !str_eq(one->rerun_command, other->rerun_command) || str_has(x, STR(" ")))
        return false;
    while (same < x.len && same < one->name.len && same < other->name.len && x.p[same] == one->name.p[same] &&
           x.p[same] == other->name.p[same])
        same++;
    return x.len >= 8 && same * 4 >= x.len * 3 && !str_eq(x, one->name) && !str_eq(x, other->name);
}

static void tell_both(struct check *c, const struct prow_tree *t, const struct job_summary *job,
                      const struct job_summary *other)
{
    report(c, (struct place){ job->file, job->trigger_span, false },
           "the trigger of presubmit %.*s of %.*s is for \"%.*s\", as that of %.*s is, and no job is called so: one "
           "comment starts both, and nothing starts one of them alone",
           STR_ARG(job->name), STR_ARG(job->repo), STR_ARG(job->rerun_command), STR_ARG(other->name));
    at_path(c, "%.*s", STR_ARG(job_summary_path(t->scratch, job, STR("trigger"))));
    also(c, (struct place){ other->file, other->trigger_span, false }, "the other one");
}

/* The nearest job before that has the same trigger is enough: one of both is most likely the copy. */
static void look(struct check *c, const struct prow_tree *t, const struct job_group *g)
{
    size_t *chain = job_group_chain(t->scratch, g, trigger_of);

    for (size_t i = 0; i < g->count; i++) {
        const struct job_summary *later = g->jobs[i], *first = chain[i] == SIZE_MAX ? NULL : g->jobs[chain[i]];
        bool of_first, of_later;
        if (!first || later->trigger.len == 0 || str_eq(first->name, later->name) ||
            !branches_intersect(t->scratch, &first->branches, &later->branches, t->patterns, false))
            continue;
        of_first = names(later->trigger, first->name);
        of_later = names(later->trigger, later->name);
        if (of_first != of_later)
            tell(c, t, of_first ? later : first, of_first ? first : later);
        if (!of_first && !of_later && is_of_gone_job(first, later)) {
            if (chain[chain[i]] == SIZE_MAX)
                tell_both(c, t, first, later);
            tell_both(c, t, later, first);
        }
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t i = 0; i < t->group_count; i++)
        if (t->groups[i]->kind == PRESUBMIT)
            look(c, t, t->groups[i]);
}

const struct rule rule_trigger_of_other_job = {
    .id = "trigger-of-other-job",
    .summary = "A presubmit's trigger is for its own name, not for that of the job that it was copied from.",
    .severity = SEVERITY_WARNING,
    .reads = READS_JOBS,
    .tree = check_tree,
};

#include "rules/prow/job/duplicates.h"

#include "base/quote.h"
#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

#include <stdlib.h>

struct search {
    const struct prow_tree *tree;
    const struct job_group *group;
    size_t *chain;
    bool skip_as_text; /* until 2019-05-02, skip_branches were compared as texts */
    bool other_name;   /* only a job of another name counts */
    bool central;      /* jobs of the repo itself do not count */
};

static struct str name_of(const struct job_summary *s)
{
    return s->name;
}

static struct str context_of(const struct job_summary *s)
{
    return s->context;
}

static struct search search_by(struct check *c, const struct prow_tree *t, const struct job_group *g, job_key *key)
{
    return (struct search){
        .tree = t,
        .group = g,
        .chain = job_group_chain(t->scratch, g, key),
        .skip_as_text = !behaviour_holds(check_window(c), BEHAVIOUR_DUPLICATE_JOBS_BY_SKIP_BRANCHES),
    };
}

/* The nearest earlier job that the i-th is in the way of, or NULL. */
static const struct job_summary *earlier(const struct search *s, size_t i)
{
    const struct job_summary *later = s->group->jobs[i];

    for (size_t k = s->chain[i]; k != SIZE_MAX; k = s->chain[k]) {
        const struct job_summary *job = s->group->jobs[k];
        if ((s->other_name && str_eq(job->name, later->name)) || (s->central && job->inrepo))
            continue;
        if (branches_intersect(s->tree->scratch, &job->branches, &later->branches, s->tree->patterns, s->skip_as_text))
            return job;
    }
    return NULL;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* "a b": the names of all duplicated jobs of the group, sorted, each once. What Prow says of central jobs it says
 * before it looks at those of the repo. */
static struct str duplicated_names(struct search search, bool central)
{
    const struct search *s = &search;
    struct arena *a = s->tree->scratch;
    struct str *names = ARENA_ARRAY(a, struct str, s->group->count);
    size_t n = 0, kept = 0;

    search.central = central;
    for (size_t i = 0; i < s->group->count; i++)
        if (!(central && s->group->jobs[i]->inrepo) && earlier(s, i))
            names[n++] = s->group->jobs[i]->name;
    if (n)
        qsort(names, n, sizeof *names, by_text);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !str_eq(names[i], names[kept - 1]))
            names[kept++] = names[i];
    return arena_list(a, STR(" "), names, kept);
}

/* Prow's words. Older versions name one duplicate at a time. */
static void say_duplicated(struct check *c, const struct job_summary *job, bool inrepo, struct str names)
{
    struct str prefix = inrepo_prefix(check_window(c), inrepo);

    if (behaviour_holds(check_window(c), BEHAVIOUR_DUPLICATES_TOLD_TOGETHER))
        prow_says(c, "%.*sduplicated %s jobs (consider both inrepo and central config): [%.*s]", STR_ARG(prefix),
                  job_kind_name(job->kind), STR_ARG(names));
    else
        prow_says(c, "%.*sduplicated %s job: %.*s", STR_ARG(prefix), job_kind_name(job->kind), STR_ARG(job->name));
}

/* A pattern of a job's branches that Prow takes for the name of a branch, so that the other job's skip_branches, which is for
 * what the pattern matches, does not leave it out. Empty where two lists have a text in common, or there is nothing to skip. */
static struct str taken_as_name(const struct job_summary *job, const struct job_summary *other)
{
    const struct branches *b = job->branches.only_count ? &job->branches : &other->branches;
    const struct branches *skips = b == &job->branches ? &other->branches : &job->branches;

    for (size_t i = 0; skips->skip_count && skips->only_count == 0 && i < b->only_count; i++)
        for (size_t k = 0; k < b->only[i].len; k++)
            if (str_find_char(STR("^$*+?[]()\\|"), b->only[i].p[k]) != SIZE_MAX)
                return b->only[i];
    return STR("");
}

static void report_duplicates(struct check *c, const struct search *s)
{
    struct arena *a = s->tree->scratch;
    struct str names[2] = { duplicated_names(*s, true), duplicated_names(*s, false) };

    for (size_t i = 0; names[1].len && i < s->group->count; i++) {
        const struct job_summary *job = s->group->jobs[i], *first = earlier(s, i);
        struct str name;
        bool inrepo;
        if (!first)
            continue;
        name = taken_as_name(job, first);
        inrepo = job->inrepo || first->inrepo;
        report(c, job_summary_place(job), "%s %.*s of %.*s stands twice for the same branches%s%.*s%s",
               job_kind_name(job->kind), STR_ARG(job->name), STR_ARG(job->repo),
               name.len ? ", as Prow sees it: it takes the pattern " : "", STR_ARG(name),
               name.len ? " as the name of a branch, and skip_branches does not match that text" : "");
        also(c, job_summary_place(first), "first defined here");
        at_path(c, "%.*s", STR_ARG(job_summary_path(a, job, STR("name"))));
        say_duplicated(c, job, inrepo, names[inrepo]);
    }
}

void duplicates_by_name(struct check *c, const struct prow_tree *t)
{
    const enum job_kind kind = *(const enum job_kind *)check_with(c);

    for (size_t g = 0; g < t->group_count; g++)
        if (t->groups[g]->kind == kind && tree_part(c, t->groups[g], t->groups[g]->repo)) {
            struct search s = search_by(c, t, t->groups[g], name_of);
            report_duplicates(c, &s);
        }
}

void duplicates_by_context(struct check *c, const struct prow_tree *t)
{
    const enum job_kind kind = *(const enum job_kind *)check_with(c);

    for (size_t g = 0; g < t->group_count; g++) {
        struct search s;
        if (t->groups[g]->kind != kind || !tree_part(c, t->groups[g], t->groups[g]->repo))
            continue;
        s = search_by(c, t, t->groups[g], context_of);
        s.other_name = true;
        for (size_t i = 0; i < s.group->count; i++) {
            const struct job_summary *job = s.group->jobs[i], *first = earlier(&s, i);
            if (!first)
                continue;
            report(c, (struct place){ job->file, job->context_span },
                   "%ss %.*s and %.*s of %.*s may run on the same branch and both report to the context \"%.*s\"",
                   job_kind_name(kind), STR_ARG(first->name), STR_ARG(job->name), STR_ARG(job->repo),
                   STR_ARG(job->context));
            also(c, (struct place){ first->file, first->context_span }, "the other one reports here");
            at_path(c, "%.*s", STR_ARG(job_summary_path(t->scratch, job, STR("context"))));
            prow_says(c, "%.*sjobs %.*s and %.*s report to the same GitHub context %.*s",
                      STR_ARG(inrepo_prefix(check_window(c), job->inrepo || first->inrepo)), STR_ARG(job->name),
                      STR_ARG(first->name), STR_ARG(arena_quote(t->scratch, job->context)));
        }
    }
}

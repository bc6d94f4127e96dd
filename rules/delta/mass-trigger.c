#include "delta/ack.h"
#include "delta/load.h"
#include "delta/retirements.h"

#include <inttypes.h>

enum { MOST_SHOWN = 5, LEAST_SHARE_JOBS = 20 };

/* Defaults as measured over 600 consecutive commits of two repositories and the counts of context-deltas: the most that an
 * ordinary change starts, without what only moved, is 11 jobs. */
static const struct parameter errors[] = {
    { .name = "jobs",
      .kind = PARAMETER_NUMBER,
      .help = "jobs that are started and did not only move; 50 if not given" },
    { .name = "repo-share",
      .kind = PARAMETER_PERCENT,
      .help = "of the presubmits of one repo, 20 at least; 80% if not given" },
    { .name = "runs",
      .kind = PARAMETER_NUMBER,
      .help = "runs on the open pull requests of --open-prs; 3000 if not given" },
    { .name = NULL },
};

static const struct parameter warnings[] = {
    { .name = "jobs", .kind = PARAMETER_NUMBER, .help = "jobs; 25 if not given" },
    { .name = "runs", .kind = PARAMETER_NUMBER, .help = "runs; 1000 if not given" },
    { .name = NULL },
};

static const struct parameter parameters[] = {
    { .name = "error", .kind = PARAMETER_GROUP, .members = errors, .help = "what rejects" },
    { .name = "warning", .kind = PARAMETER_GROUP, .members = warnings, .help = "what warns" },
    { .name = NULL },
};

/* Which limit is reached, in words; empty when none is. */
static struct str reached(struct check *c, const struct load *l, const char *group, int64_t jobs, int64_t runs,
                          int64_t share)
{
    const struct node *limits = check_parameter(c, group);

    jobs = parameter_member(limits, "jobs", jobs);
    runs = parameter_member(limits, "runs", runs);
    share = parameter_member(limits, "repo-share", share);
    if ((int64_t)l->jobs >= jobs)
        return arena_printf(check_arena(c), "the limit is %" PRId64 " jobs", jobs);
    if (l->runs && (int64_t)l->runs >= runs)
        return arena_printf(check_arena(c), "the limit is %" PRId64 " runs", runs);
    for (size_t i = 0; share && i < l->repo_count; i++)
        if (l->repos[i].jobs >= LEAST_SHARE_JOBS && l->repos[i].jobs * 100 >= (size_t)share * l->repos[i].presubmits)
            return arena_printf(check_arena(c), "%.*s has %zu presubmits, and the limit is %" PRId64 "%%",
                                STR_ARG(l->repos[i].repo), l->repos[i].presubmits, share);
    return STR("");
}

static void tell(struct check *c, const struct load *l)
{
    struct arena *a = check_arena(c);
    struct str runs = STR("");

    if (l->runs)
        runs = arena_printf(a,
                            "%zu run%s on the open pull requests that were listed, which request %" PRIu64
                            " CPU and %" PRIu64 " GiB of memory",
                            l->runs, str_plural(l->runs), l->cpu / 1000, l->memory >> 30);
    if (runs.len)
        detail(c, "%.*s", STR_ARG(runs));
    for (size_t i = 0; i < l->repo_count && i < MOST_SHOWN; i++)
        also(c, l->repos[i].first->at, "%.*s starts %zu, the first is here", STR_ARG(l->repos[i].repo),
             l->repos[i].jobs);
    if (l->repo_count > MOST_SHOWN)
        also(c, l->repos[MOST_SHOWN].first->at, "and %zu more repos, the first is here", l->repo_count - MOST_SHOWN);
}

static void offer(struct check *c, const struct delta *d, const struct load *l)
{
    struct str *repos = ARENA_ARRAY(check_arena(c), struct str, l->repo_count);

    for (size_t i = 0; i < l->repo_count; i++)
        repos[i] = l->repos[i].repo;
    ack_offer(c, d, (struct ack){ .repos = repos, .repo_count = l->repo_count, .at_most = l->repo_count });
}

static bool is_covered(const struct delta *d, const struct load *l)
{
    size_t covered = 0;

    for (size_t i = 0; i < l->repo_count; i++)
        covered += ack_covers(d->acks, "mass-trigger", l->repos[i].repo, STR(""), STR(""));
    return l->repo_count && covered == l->repo_count;
}

static void check_delta(struct check *c, const struct delta *d)
{
    struct load l;
    struct str why;
    bool warns = false;

    load_count(&l, check_arena(c), d);
    if (l.jobs == 0)
        return;
    why = reached(c, &l, "error", 50, 3000, 80);
    if (!why.len) {
        why = reached(c, &l, "warning", 25, 1000, 0);
        warns = true;
    }
    if (!why.len || is_covered(d, &l))
        return;
    report(c, whole_file(l.most.first->at.file), "%zu job%s started on every open pull request that fits: %.*s", l.jobs,
           l.jobs == 1 ? " is" : "s are", STR_ARG(why));
    tell(c, &l);
    if (warns)
        no_more_than(c, SEVERITY_WARNING);
    else
        offer(c, d, &l);
}

const struct rule rule_mass_trigger = {
    .id = "mass-trigger",
    .summary = "A change starts no more jobs on open pull requests than the limits allow.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_LOAD,
    .parameters = parameters,
    .delta = check_delta,
};

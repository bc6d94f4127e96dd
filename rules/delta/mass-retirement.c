#include "delta/ack.h"
#include "delta/retirements.h"

enum { MOST_SHOWN = 5, MOST_NAMED = 20, LEAST_NAMES = 5, LEAST_EMPTIED_NAMES = 10 };

/* Defaults as measured over 30,031 commits of seven repositories (fact sheet context-deltas): 14 alarms, 6 of them
 * accidents. */
static const struct parameter either[] = {
    { .name = "plain", .kind = PARAMETER_NUMBER, .help = "names, together with share; 10 if not given" },
    { .name = "share", .kind = PARAMETER_PERCENT, .help = "of all presubmits; 20% if not given" },
    { .name = NULL },
};

static const struct parameter errors[] = {
    { .name = "plain",
      .kind = PARAMETER_NUMBER,
      .help = "names that are gone with nothing in their place; 50 if not given" },
    { .name = "or", .kind = PARAMETER_GROUP, .members = either, .help = "fewer, where they are a large share" },
    { .name = "emptied-repos",
      .kind = PARAMETER_NUMBER,
      .help = "repos that lose all, 10 names together; 3 if not given" },
    { .name = NULL },
};

static const struct parameter warnings[] = {
    { .name = "plain", .kind = PARAMETER_NUMBER, .help = "names; 10 if not given" },
    { .name = "repo-share", .kind = PARAMETER_PERCENT, .help = "of one repo with 5 names or more; 50% if not given" },
    { .name = NULL },
};

static const struct parameter parameters[] = {
    { .name = "error", .kind = PARAMETER_GROUP, .members = errors, .help = "what rejects" },
    { .name = "warning", .kind = PARAMETER_GROUP, .members = warnings, .help = "what warns" },
    { .name = NULL },
};

/* Which limit of the errors is reached, in words; empty when none is. */
static struct str reached(struct check *c, const struct delta *d, const struct retirements *s)
{
    const struct node *limits = check_parameter(c, "error"), *both = node_get(limits, STR("or"));
    int64_t plain = parameter_member(limits, "plain", 50), emptied = parameter_member(limits, "emptied-repos", 3);
    int64_t fewer = parameter_member(both, "plain", 10), share = parameter_member(both, "share", 20);

    if ((int64_t)s->names >= plain)
        return arena_printf(check_arena(c), "the limit is %lld", (long long)plain);
    if ((int64_t)s->names >= fewer && s->entries * 100 >= (size_t)share * d->totals.before)
        return arena_printf(check_arena(c), "that is %zu%% of all presubmits, and the limit is %lld%%",
                            s->entries * 100 / d->totals.before, (long long)share);
    if ((int64_t)s->emptied >= emptied && s->emptied_names >= LEAST_EMPTIED_NAMES)
        return arena_printf(check_arena(c), "%zu repos lose all of theirs, and the limit is %lld", s->emptied,
                            (long long)emptied);
    return STR("");
}

static void tell_repos(struct check *c, const struct delta *d)
{
    const struct delta_retired *next = NULL;
    size_t shown = 0, more = 0;

    for (size_t i = 0; i < d->repo_count; i++) {
        const struct delta_repo_change *r = &d->repos[i];
        const struct delta_retired *first = r->retired;
        size_t n = repo_retired_names(r);
        if (n == 0)
            continue;
        while (!retired_plainly(first))
            first++;
        if (shown++ < MOST_SHOWN)
            also(c, first->job->at, "%.*s loses %zu, the first was here", STR_ARG(r->repo), n);
        else if (more++ == 0)
            next = first;
    }
    if (next)
        also(c, next->job->at, "and %zu more, the first was here", more);
}

/* An organization in place of its repos where these are too many to list. */
static void offer(struct check *c, const struct delta *d)
{
    struct ack want = { 0 };
    struct map names;
    bool many = false;

    do {
        many = want.repo_count > MOST_NAMED;
        map_init(&names, check_arena(c));
        for (size_t i = 0; i < d->repo_count; i++)
            if (repo_retired_names(&d->repos[i]))
                map_at(&names,
                       many ? ARENA_JOIN(check_arena(c), repo_org(d->repos[i].repo), STR("/*")) : d->repos[i].repo);
        want.repo_count = names.count;
    } while (!many && want.repo_count > MOST_NAMED);
    want.repos = ARENA_ARRAY(check_arena(c), struct str, names.count);
    for (size_t i = 0; i < names.count; i++)
        want.repos[i] = names.entries[i].key;
    ack_offer(c, d, want);
}

static void report_all(struct check *c, const struct delta *d, const struct retirements *s, struct str why)
{
    report(c, whole_file(s->file), "%zu presubmit%s retired without replacement%s%.*s", s->names,
           s->names == 1 ? " is" : "s are", why.len ? ": " : "", STR_ARG(why));
    prow_says(c, "Context retired without replacement.");
    tell_repos(c, d);
    offer(c, d);
}

static size_t names_before(struct arena *a, const struct delta *d, struct str repo)
{
    const struct delta_repo *r = delta_side_repo(d->before, repo);
    struct map names;

    map_init(&names, a);
    for (size_t i = 0; r && i < r->count; i++)
        map_at(&names, r->jobs[i]->name);
    return names.count;
}

/* A repo that keeps some; one that keeps none is for repo-vanished. */
static void check_repo(struct check *c, const struct delta *d, const struct delta_repo_change *r, int64_t share)
{
    size_t lost = repo_retired_names(r), had;

    if (lost == 0 || r->after == 0)
        return;
    had = names_before(check_arena(c), d, r->repo);
    if (had < LEAST_NAMES || lost * 100 < (size_t)share * had)
        return;
    report(c, whole_file(r->retired[0].job->at.file),
           "%.*s loses %zu of its %zu presubmits: they are retired without replacement", STR_ARG(r->repo), lost, had);
    prow_says(c, "Context retired without replacement.");
    also(c, r->retired[0].job->at, "the first was here");
    no_more_than(c, SEVERITY_WARNING);
}

static void check_delta(struct check *c, const struct delta *d)
{
    const struct node *limits = check_parameter(c, "warning");
    struct retirements s;
    struct str why;

    retirements_count(&s, check_arena(c), d);
    if (s.names == 0 || d->totals.after == 0)
        return;
    why = reached(c, d, &s);
    if (why.len) {
        report_all(c, d, &s, why);
        return;
    }
    if ((int64_t)s.names >= parameter_member(limits, "plain", 10)) {
        report_all(c, d, &s, STR(""));
        no_more_than(c, SEVERITY_WARNING);
        return;
    }
    for (size_t i = 0; i < d->repo_count; i++)
        check_repo(c, d, &d->repos[i], parameter_member(limits, "repo-share", 50));
}

const struct rule rule_mass_retirement = {
    .id = "mass-retirement",
    .summary = "A change retires no more statuses than the limits allow.",
    .severity = SEVERITY_ERROR,
    .retires = true,
    .parameters = parameters,
    .delta = check_delta,
};

#include "delta/retirements.h"

struct loss {
    size_t repos, names;
    struct place first;
};

static const struct parameter parameters[] = {
    { .name = "at-least", .kind = PARAMETER_NUMBER, .help = "fewer names than this are only told; 5 if not given" },
    { .name = NULL },
};

static void count_repo(struct map *orgs, const struct delta *d, const struct delta_repo_change *r)
{
    struct str org = repo_org(r->repo);
    struct loss *loss;
    void **at;

    if (!repo_is_emptied(r) || !org_is_emptied(d, org))
        return;
    at = map_at(orgs, org);
    if (!*at)
        *at = ARENA_NEW(orgs->arena, struct loss);
    loss = *at;
    if (loss->repos++ == 0)
        loss->first = r->retired[0].job->at;
    loss->names += repo_retired_names(r);
}

static void check_delta(struct check *c, const struct delta *d)
{
    int64_t least = 5;
    struct map orgs;

    parameter_number(c, "at-least", &least);
    map_init(&orgs, check_arena(c));
    for (size_t i = 0; i < d->repo_count; i++)
        count_repo(&orgs, d, &d->repos[i]);
    for (size_t i = 0; i < orgs.count; i++) {
        const struct loss *loss = orgs.entries[i].value;
        report(c, whole_file(loss->first.file),
               "no repo of %.*s has presubmits any more: %zu status%s of %zu repo%s %s retired without replacement",
               STR_ARG(orgs.entries[i].key), loss->names, loss->names == 1 ? "" : "es", loss->repos,
               str_plural(loss->repos), loss->names == 1 ? "is" : "are");
        prow_says(c, "Context retired without replacement.");
        also(c, loss->first, "the first was here");
        if ((int64_t)loss->names < least)
            no_more_than(c, SEVERITY_INFO);
    }
}

const struct rule rule_org_vanished = {
    .id = "org-vanished",
    .summary = "An organization does not lose the presubmits of all its repos unnoticed.",
    .severity = SEVERITY_WARNING,
    .retires = true,
    .parameters = parameters,
    .delta = check_delta,
};

#include "delta/retirements.h"

static const struct parameter parameters[] = {
    { .name = "at-least", .kind = PARAMETER_NUMBER, .help = "fewer names than this are only told; 5 if not given" },
    { .name = NULL },
};

static void check_delta(struct check *c, const struct delta *d)
{
    int64_t least = 5;

    parameter_number(c, "at-least", &least);
    for (size_t i = 0; i < d->repo_count; i++) {
        const struct delta_repo_change *r = &d->repos[i];
        size_t names = repo_retired_names(r);
        if (!repo_is_emptied(r) || org_is_emptied(d, repo_org(r->repo)))
            continue;
        report(c, whole_file(r->retired[0].job->at.file),
               "%.*s has no presubmits any more: %zu status%s retired without replacement", STR_ARG(r->repo), names,
               names == 1 ? " is" : "es are");
        prow_says(c, "Context retired without replacement.");
        also(c, r->retired[0].job->at, "the first was here");
        if ((int64_t)names < least)
            no_more_than(c, SEVERITY_INFO);
    }
}

const struct rule rule_repo_vanished = {
    .id = "repo-vanished",
    .summary = "A repo does not lose all its presubmits unnoticed.",
    .severity = SEVERITY_WARNING,
    .retires = true,
    .parameters = parameters,
    .delta = check_delta,
};

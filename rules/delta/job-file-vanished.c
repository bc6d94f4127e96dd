#include "delta/retirements.h"

static const struct parameter parameters[] = {
    { .name = "at-least", .kind = PARAMETER_NUMBER, .help = "how many names a file has to lose; 10 if not given" },
    { .name = NULL },
};

static bool has_jobs(const struct delta_side *s, struct str file)
{
    for (size_t i = 0; i < s->job_count; i++)
        if (str_eq(s->jobs[i].at.file, file))
            return true;
    return false;
}

struct file_loss {
    size_t names;
    struct place first;
};

static void count_repo(struct map *by_file, const struct delta_repo_change *r)
{
    for (size_t i = 0; i < r->retired_count; i++) {
        const struct delta_retired *x = &r->retired[i];
        void **at;
        if (!x->first_of_name || !retired_plainly(x))
            continue;
        at = map_at(by_file, x->job->at.file);
        if (!*at)
            *at = ARENA_NEW(by_file->arena, struct file_loss);
        if (((struct file_loss *)*at)->names++ == 0)
            ((struct file_loss *)*at)->first = x->job->at;
    }
}

static void check_delta(struct check *c, const struct delta *d)
{
    int64_t least = 10;
    struct map by_file;

    parameter_number(c, "at-least", &least);
    map_init(&by_file, check_arena(c));
    for (size_t i = 0; i < d->repo_count; i++)
        if (!repo_is_emptied(&d->repos[i]))
            count_repo(&by_file, &d->repos[i]);
    for (size_t i = 0; i < by_file.count; i++) {
        const struct file_loss *loss = by_file.entries[i].value;
        struct str file = by_file.entries[i].key;
        if ((int64_t)loss->names < least || has_jobs(d->after, file))
            continue;
        report(c, whole_file(file), "all jobs of this file are gone: %zu presubmit%s retired without replacement",
               loss->names, loss->names == 1 ? " is" : "s are");
        prow_says(c, "Context retired without replacement.");
        also(c, loss->first, "the first was here");
    }
}

const struct rule rule_job_file_vanished = {
    .id = "job-file-vanished",
    .summary = "A file does not lose all its jobs at once unnoticed.",
    .severity = SEVERITY_WARNING,
    .retires = true,
    .parameters = parameters,
    .delta = check_delta,
};

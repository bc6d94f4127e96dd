#include "delta/ack.h"
#include "delta/retirements.h"

#include <inttypes.h>

/* What is smaller than this may double every day. */
enum { LEAST_FILES = 50, LEAST_JOBS = 200, LEAST_BYTES = 2 << 20 };

static const struct parameter parameters[] = {
    { .name = "times", .kind = PARAMETER_NUMBER, .help = "how many times as large is too large; 2 if not given" },
    { .name = "at-least",
      .kind = PARAMETER_NUMBER,
      .help = "jobs more that are no matter are fewer than this; 200 if not given" },
    { .name = NULL },
};

static bool grew(size_t before, size_t after, size_t least, int64_t times)
{
    return before && after > before && after - before >= least && after / (size_t)times >= before;
}

static void check_delta(struct check *c, const struct delta *d)
{
    const struct delta_side *was = d->before, *is = d->after;
    bool alike = !was->resolved && !is->resolved && !was->one_file && !is->one_file;
    int64_t times = 2, least = LEAST_JOBS;

    parameter_number(c, "times", &times);
    parameter_number(c, "at-least", &least);
    times = times < 1 ? 1 : times;
    if (!grew(side_jobs(was), side_jobs(is), (size_t)least, times) &&
        !(alike &&
          (grew(was->files, is->files, LEAST_FILES, times) || grew(was->bytes, is->bytes, LEAST_BYTES, times))))
        return;
    if (ack_covers(d->acks, "tree-grew", STR(""), STR(""), STR("")))
        return;
    report(c, (struct place){ STR(""), { 0 }, false },
           "it grew to %zu jobs in %zu file%s and %zu bytes, where there were %zu in %zu and %zu: this is what a "
           "generator that ran wild, or a folder that was copied into itself, looks like",
           side_jobs(is), is->files, str_plural(is->files), is->bytes, side_jobs(was), was->files, was->bytes);
    ack_offer(c, d, (struct ack){ .at_most = 1 });
}

const struct rule rule_tree_grew = {
    .id = "tree-grew",
    .summary = "A tree does not double from one moment to the next.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_LOAD,
    .parameters = parameters,
    .delta = check_delta,
};

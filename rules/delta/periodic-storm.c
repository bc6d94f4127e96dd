#include "delta/ack.h"
#include "delta/load.h"

static const struct parameter parameters[] = {
    { .name = "error", .kind = PARAMETER_NUMBER, .help = "periodics of one minute that reject; 200 if not given" },
    { .name = "warning", .kind = PARAMETER_NUMBER, .help = "that warn; 100 if not given" },
    { .name = NULL },
};

static void check_delta(struct check *c, const struct delta *d)
{
    int64_t error = 200, warning = 100;
    struct storm s;

    parameter_number(c, "error", &error);
    parameter_number(c, "warning", &warning);
    storm_find(&s, check_arena(c), d);
    if (s.count == 0 || ((int64_t)s.count < error && (int64_t)s.count < warning) ||
        ack_covers(d->acks, "periodic-storm", STR(""), STR(""), STR("")))
        return;
    report(c, s.first->at, "%zu periodics that are new, or have another schedule, start in one minute (%.*s)", s.count,
           STR_ARG(s.when));
    ack_offer(c, d, (struct ack){ .at_most = 1 });
    if ((int64_t)s.count < error)
        no_more_than(c, SEVERITY_WARNING);
}

const struct rule rule_periodic_storm = {
    .id = "periodic-storm",
    .summary = "A change does not make very many periodics start in one minute.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_LOAD,
    .parameters = parameters,
    .delta = check_delta,
};
